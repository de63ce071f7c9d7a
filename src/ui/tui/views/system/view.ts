import type { ContainerEngine } from '../../../../core/api/index.ts';
import { sizeText } from '../../../words/size.ts';
import { timeText } from '../../present/time-text.ts';
import { fetchedItems } from '../../state/fetched.ts';
import type { View } from '../view.ts';
import { systemBindings } from './keys.ts';

/** Something that is known of the machine or of conmand; `read` says all of it. */
export interface SystemFact {
  readonly id: string;
  readonly value: string;
  read(engine: ContainerEngine): Promise<unknown>;
}

const logLines = 500;

async function readFacts(engine: ContainerEngine): Promise<readonly SystemFact[]> {
  const [version, containers, images, networks] = await Promise.all([
    engine.version(),
    engine.listContainers(),
    engine.listImages(),
    engine.listNetworks(),
  ]);
  const running = containers.filter(({ state }) => state === 'running').length;
  // Layers that images share are counted once for each of them: conmand alone knows what they take together.
  const imageBytes = images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return [
    {
      id: 'conmand',
      value: `${version.version}, pid ${version.pid}, since ${timeText(version.startedAt)}`,
      read: async (asked) => ({ ...(await asked.version()) }),
    },
    {
      id: 'runtime',
      value: `${version.runtimeName} ${version.runtimeVersion}`,
      read: async (asked) => ({ ...(await asked.version()) }),
    },
    {
      id: 'containers',
      value: `${containers.length}, ${running} running`,
      read: async (asked) => (await asked.listContainers()).map(({ name, state, image }) => ({ name, state, image })),
    },
    {
      id: 'images',
      value: `${images.length}, ${sizeText(imageBytes)} unpacked`,
      read: async (asked) =>
        (await asked.listImages()).map(({ name, sizeBytes }) => ({ name, size: sizeText(sizeBytes) })),
    },
    {
      id: 'networks',
      value: networks.map(({ name }) => name).join(', ') || 'none yet',
      read: async (asked) => await asked.listNetworks(),
    },
    { id: 'log', value: `the last ${logLines} lines of conmand's own log`, read: readLog },
    {
      id: 'metrics',
      value: 'what conmand counts and measures',
      read: async (asked) => measures(await asked.metrics()),
    },
  ];
}

/** Newest first. */
async function readLog(engine: ContainerEngine): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of engine.daemonLog({ tail: logLines, follow: false })) lines.push(line);
  return lines.reverse();
}

/** The measures of an OpenMetrics text, without what it says about them. */
function measures(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => {
      const blank = line.lastIndexOf(' ');
      return [line.slice(0, blank), line.slice(blank + 1)];
    }),
  );
}

export const systemView: View<SystemFact> = {
  id: 'system',
  title: 'System',
  noun: ['fact', 'facts'],
  columns: [
    { id: 'what', title: 'what', width: 11, cell: ({ id }) => id },
    { id: 'value', title: 'value', width: { least: 10, weight: 1 }, cell: ({ value }) => value },
  ],
  bindings: systemBindings,
  tabs: [{ id: 'inspect', title: 'All of it', surface: 'document', load: (engine, fact) => fact.read(engine) }],
  items: (state) => fetchedItems(state, 'system'),
  idOf: ({ id }) => id,
  nameOf: ({ id }) => id,
  fieldsOf: ({ id, value }) => ({ what: id, value }),
  whenEmpty: ['Nothing is known', 'C reaches conmand.'],
  fetch: readFacts,
  isOutdatedBy: ({ kind }) => kind !== 'exec',
};
