import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineClient } from '../../../src/core/index.ts';
import { listByUmoci, listLayers } from '../../fixtures/merged-tree.ts';
import type { TestRegistry } from '../../fixtures/registry.ts';
import { startPrivateDaemon } from '../private-daemon.ts';
import { isInstalled } from '../turns.ts';
import { type SampleName, sampleImages, sampleReference } from './sample-images.ts';

/** Differences that are shown; the rest are counted. */
const maxShown = 20;

/** umoci knows no zstd: the sample of the same layers in gzip. */
function asGzip(sample: SampleName): SampleName {
  return sampleImages[sample].compression === 'zstd' ? 'whole' : sample;
}

/** Compares every file of the samples as conman and umoci unpack them. False when anything differs. */
export async function compareSamples(
  registry: TestRegistry,
  samples: readonly SampleName[],
  work: string,
): Promise<boolean> {
  const daemon = await startPrivateDaemon({ parent: work });
  const expected = new Map<SampleName, string>();
  const startedAt = Math.floor(Date.now() / 1000);
  let same = true;
  try {
    for (const sample of samples) {
      const reference = sampleReference(registry, sample);
      for await (const progress of daemon.engine.pullImage(reference)) if (progress.kind === 'done') break;
      const { layers } = await daemon.engine.inspectImage(reference);
      const place = join(daemon.directory, 'lib/images/layers');
      const directories = layers.map(({ chainId }) => join(place, chainId.replace('sha256:', ''), 'fs'));
      const other = asGzip(sample);
      mkdirSync(join(work, other), { recursive: true });
      if (!expected.has(other)) expected.set(other, listByUmoci(sampleReference(registry, other), join(work, other)));
      rmSync(join(work, other), { recursive: true, force: true });
      const found = listLayers(directories.toReversed(), work);
      same = report(sample, startedAt, expected.get(other) ?? '', found) && same;
      same = (await comesBack(daemon.engine, registry, sample, work)) && same;
    }
  } finally {
    await daemon.close();
  }
  return same;
}

const directoryLine = /^(.*) d (\d+ \d+ \d+) (\d+)$/;

/** Directories of whose times no layer says anything: umoci leaves them as it happens to have made or filled them. */
function unsaidTimes(listing: string, startedAt: number): ReadonlySet<string> {
  const directories = listing.split('\n').map((line) => directoryLine.exec(line) ?? []);
  return new Set(directories.filter(([, , , time = '0']) => Number(time) >= startedAt).map(([, path = '']) => path));
}

function withoutTime(line: string, unsaid: ReadonlySet<string>): string {
  const [, path, rest] = directoryLine.exec(line) ?? [];
  return path !== undefined && unsaid.has(path) ? `${path} d ${rest}` : line;
}

/** What conman pushes, podman pulls: the image of the same id. */
async function comesBack(
  engine: EngineClient,
  registry: TestRegistry,
  sample: SampleName,
  work: string,
): Promise<boolean> {
  if (!isInstalled('podman')) return true;
  const reference = sampleReference(registry, sample);
  const pushed = `${registry.host}/pushed:${sample}`;
  for await (const progress of engine.pushImage(reference, pushed)) if (progress.kind === 'done') break;
  const { id } = await engine.inspectImage(reference);
  const store = join(work, 'podman');
  const roots = ['--root', store, '--runroot', `${store}-run`, '--storage-driver', 'vfs'];
  const options = { encoding: 'utf8' } as const;
  const pulled = execFileSync('podman', [...roots, 'pull', '-q', '--tls-verify=false', pushed], options).trim();
  for (const path of [store, `${store}-run`]) rmSync(path, { recursive: true, force: true });
  console.log(`${sample}: pushed, and pulled by podman as ${pulled.slice(0, 12)}`);
  return `sha256:${pulled}` === id;
}

function report(sample: SampleName, startedAt: number, expected: string, found: string): boolean {
  const unsaid = unsaidTimes(expected, startedAt);
  const facts = (listing: string): Set<string> => new Set(listing.split('\n').map((line) => withoutTime(line, unsaid)));
  const [theirs, ours] = [facts(expected), facts(found)];
  const differences = [
    ...[...theirs].filter((line) => !ours.has(line)).map((line) => `- ${line}`),
    ...[...ours].filter((line) => !theirs.has(line)).map((line) => `+ ${line}`),
  ];
  console.log(`${sample}: ${ours.size} facts, ${differences.length} of them other than umoci's`);
  for (const line of differences.toSorted().slice(0, maxShown)) console.log(`  ${line}`);
  return differences.length === 0;
}
