import type { ContainerSummary, HealthStatus } from '../../../../core/api/index.ts';
import { ageText } from '../../../words/age.ts';
import { portsText } from '../../../words/port-text.ts';
import { joinShellWords } from '../../../words/shell-words.ts';
import { sizeText } from '../../../words/size.ts';
import { goingVerb } from '../../operations/operation-table.ts';
import { isBroken, stateText } from '../../present/state-text.ts';
import type { Token } from '../../theme/theme.ts';
import type { ViewColumn } from '../view.ts';
import { usageColumns } from './usage-columns.ts';

const symbols: Readonly<Record<ContainerSummary['state'], string>> = {
  created: '◌',
  running: '●',
  exited: '○',
  unknown: '?',
};

function stateToken({ state, exit }: ContainerSummary): Token {
  if (state !== 'exited') return state;
  return exit?.code === 0 ? 'ended' : 'failed';
}

/** When the state of the container began: what its age counts from. Undefined where nothing is known of it. */
export function ageSince(container: ContainerSummary): bigint | undefined {
  if (isBroken(container)) return undefined;
  if (container.state === 'running') return container.startedAt;
  if (container.state === 'exited') return container.exit?.at ?? container.finishedAt;
  return container.createdAt;
}

const healthTokens: Readonly<Record<HealthStatus, Token>> = {
  healthy: 'good',
  starting: 'pending',
  unhealthy: 'error',
};

/** What is wrong comes first when sorted by state, then what runs. */
const stateOrder: Readonly<Record<ContainerSummary['state'], number>> = {
  unknown: 0,
  running: 1,
  created: 2,
  exited: 3,
};

export const containerColumns: readonly ViewColumn<ContainerSummary>[] = [
  {
    id: 'name',
    title: 'name',
    width: { least: 4, most: 32, shrunk: 14, weight: 4 },
    cell: ({ name }) => name,
  },
  {
    id: 'state',
    title: 'state',
    width: { least: 9, most: 17 },
    cell(container, { pending, isForEars }) {
      const symbol = pending ? '…' : container.paused ? '‖' : symbols[container.state];
      const words = pending ? goingVerb(pending) : container.paused ? 'paused' : stateText(container);
      const as = pending || container.paused ? 'pending' : stateToken(container);
      return { text: isForEars ? words : `${symbol} ${words}`, as };
    },
    sortKey: (container) => `${stateOrder[container.state]} ${stateText(container)}`,
  },
  {
    id: 'health',
    title: 'health',
    width: 9,
    dispensable: 3,
    isUsed: ({ health }) => health !== undefined,
    cell: ({ health }) => (health ? { text: health, as: healthTokens[health] } : ''),
    // What is wrong comes first.
    sortKey: ({ health }) => (health === undefined ? 3 : ['unhealthy', 'starting', 'healthy'].indexOf(health)),
  },
  {
    id: 'age',
    title: 'age',
    width: 4,
    align: 'right',
    cell(container, { nowMs }) {
      const since = ageSince(container);
      return since === undefined ? '' : ageText(since, nowMs);
    },
    sortKey: (container) => -(ageSince(container) ?? 0n),
  },
  {
    id: 'restarts',
    title: 'restarts',
    width: 8,
    align: 'right',
    dispensable: 4,
    isUsed: ({ restarts }) => restarts !== undefined,
    cell: ({ restarts }) => (restarts === undefined ? '' : { text: String(restarts), as: 'pending' }),
    // What is started again most often comes first.
    sortKey: ({ restarts = 0 }) => -restarts,
  },
  {
    id: 'cpu',
    title: 'cpu',
    width: 6,
    align: 'right',
    dispensable: 1,
    needsUsage: true,
    cell: (_, { usage }) => (usage?.cpu.cores === undefined ? '' : `${(usage.cpu.cores * 100).toFixed(1)}%`),
    sortKey: (_, usage) => -(usage?.cpu.cores ?? -1),
  },
  {
    id: 'memory',
    title: 'memory',
    width: 7,
    align: 'right',
    dispensable: 2,
    needsUsage: true,
    cell: (_, { usage }) => (usage ? sizeText(usage.memory.workingSetBytes) : ''),
    sortKey: (_, usage) => -(usage?.memory.workingSetBytes ?? -1),
  },
  ...usageColumns,
  {
    id: 'ports',
    title: 'ports',
    width: { least: 5, most: 24, shrunk: 8, weight: 1 },
    dispensable: 3,
    isUsed: ({ network }) => (network?.ports.length ?? 0) > 0,
    cell: ({ network }) => portsText(network?.ports ?? []),
  },
  {
    id: 'address',
    title: 'address',
    width: { least: 7, most: 40 },
    dispensable: 6,
    isOptional: true,
    cell: ({ network }) => (network?.networks ?? []).flatMap(({ addresses }) => addresses).join(' '),
  },
  {
    id: 'image',
    title: 'image',
    width: { least: 5, most: 24, shrunk: 8, weight: 2 },
    dispensable: 4,
    cell: ({ image }) => image,
  },
  {
    id: 'command',
    title: 'command',
    width: { least: 7, weight: 3 },
    dispensable: 3,
    cell: ({ command }) => joinShellWords(command),
  },
  { id: 'id', title: 'id', width: 12, dispensable: 5, cell: ({ id }) => ({ text: id.slice(0, 12), as: 'faint' }) },
  {
    id: 'pid',
    title: 'pid',
    width: 7,
    align: 'right',
    dispensable: 6,
    isOptional: true,
    cell: ({ pid }) => (pid > 0 ? String(pid) : ''),
    sortKey: ({ pid }) => pid,
  },
  {
    id: 'labels',
    title: 'labels',
    width: { least: 8, weight: 2 },
    dispensable: 6,
    isOptional: true,
    cell: ({ labels }) =>
      Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(' '),
  },
];
