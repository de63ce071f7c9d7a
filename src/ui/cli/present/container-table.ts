import type { ContainerSummary } from '../../../core/api/index.ts';
import { ageText } from '../../words/age.ts';
import { exitText } from '../../words/exit-text.ts';
import { portsText } from '../../words/port-text.ts';
import { joinShellWords } from '../../words/shell-words.ts';
import type { Palette } from './palette.ts';
import type { Column } from './table.ts';

/** Enough hex digits to tell containers apart at a glance. */
export const shortIdLength = 12;

/** Ports only where some container has any. */
export function containerColumns(
  containers: readonly ContainerSummary[],
  palette: Palette,
  nowMs: number,
  { fullIds = false } = {},
): readonly Column<ContainerSummary>[] {
  const portsOf = ({ network }: ContainerSummary) => portsText(network?.ports ?? []);
  const hasPorts = containers.some((container) => portsOf(container) !== '');
  return [
    { title: 'ID', text: ({ id }) => (fullIds ? id : id.slice(0, shortIdLength)), style: () => palette.faint },
    { title: 'NAME', text: ({ name }) => name, leastWidth: 12 },
    { title: 'STATE', text: (container) => stateText(container, nowMs), style: ({ state }) => palette.state[state] },
    { title: 'CREATED', text: ({ createdAt }) => `${ageText(createdAt, nowMs)} ago` },
    ...(hasPorts ? [{ title: 'PORTS', text: portsOf, leastWidth: 8 }] : []),
    { title: 'IMAGE', text: ({ image }) => image, leastWidth: 10 },
    { title: 'COMMAND', text: ({ command }) => joinShellWords(command), leastWidth: 10 },
  ];
}

/** `running 5m`, `running 5m, paused`, `running 5m, healthy`, `exited 137 KILL, 3h ago`, `created`. */
export function stateText(container: ContainerSummary, nowMs: number): string {
  switch (container.state) {
    case 'running':
      return `running ${ageText(container.startedAt, nowMs)}${container.paused ? ', paused' : ''}${healthText(container)}`;
    case 'exited':
      return `${exitText(container.exit)}, ${ageText(container.finishedAt, nowMs)} ago`;
    default:
      return container.state;
  }
}

function healthText({ health }: ContainerSummary): string {
  return health === undefined ? '' : `, ${health}`;
}
