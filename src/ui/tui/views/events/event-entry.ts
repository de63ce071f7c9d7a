import type { ContainerSummary, EngineEvent, ExecSession } from '../../../../core/api/index.ts';
import { exitText } from '../../../words/exit-text.ts';
import { joinShellWords } from '../../../words/shell-words.ts';

/** One thing that happened, as the list of events shows it. */
export interface EventEntry {
  readonly id: string;
  /** Unix time in ns. */
  readonly at: bigint;
  /** What it happened to, and what: `container`, `started`. */
  readonly kind: string;
  readonly type: string;
  readonly about: string;
  readonly note: string;
  readonly labels: Readonly<Record<string, string>>;
  /** All of it, as it came. */
  readonly event: EngineEvent;
}

/** An event as an entry; undefined for what only says how things stand. `number` tells it from all others. */
export function eventEntry(
  event: EngineEvent,
  number: number,
  containers: ReadonlyMap<string, ContainerSummary> | undefined,
): EventEntry | undefined {
  const id = String(number);
  switch (event.kind) {
    case 'container': {
      const { at, type, container } = event;
      const note = type === 'exited' ? exitText(container.exit) : joinShellWords(container.command);
      return { id, at, kind: 'container', type, about: container.name, note, labels: container.labels, event };
    }
    case 'exec': {
      const { at, type, exec } = event;
      const container = containers?.get(exec.containerId);
      const about = container?.name ?? exec.containerId.slice(0, 12);
      return { id, at, kind: 'shell', type, about, note: execNote(exec), labels: container?.labels ?? {}, event };
    }
    case 'network': {
      const { at, type, network } = event;
      const { name: about, labels } = network;
      return { id, at, kind: 'network', type, about, note: network.containers.join(' '), labels, event };
    }
    default:
      return undefined;
  }
}

function execNote({ command, exit }: ExecSession): string {
  const line = joinShellWords(command);
  return exit === undefined ? line : `${exitText(exit)} · ${line}`;
}
