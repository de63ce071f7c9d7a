import type { ContainerSummary } from '../../../core/api/index.ts';
import { portsText } from '../../words/port-text.ts';
import { shortIdLength, stateText } from './container-table.ts';
import { rfc3339 } from './rfc3339.ts';

/** The fields of a container for `--format`, with docker's names for those that it calls otherwise. */
export function containerRow(container: ContainerSummary, { nowMs, fullIds }: { nowMs: number; fullIds: boolean }) {
  const { id, name, image, command, state, createdAt, startedAt, finishedAt, exit, pid, labels, network } = container;
  return {
    id: fullIds ? id : id.slice(0, shortIdLength),
    ...{ name, names: name },
    ...{ image, command, state },
    status: stateText(container, nowMs),
    createdAt: rfc3339(createdAt),
    startedAt: rfc3339(startedAt),
    finishedAt: rfc3339(finishedAt),
    exitCode: exit?.code,
    ...{ pid, labels },
    ports: portsText(network?.ports ?? []),
    networks: network?.networks.map((attached) => attached.name) ?? [],
  };
}
