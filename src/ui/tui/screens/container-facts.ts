import type { ContainerSummary } from '../../../core/api/index.ts';
import type { Rectangle } from '../compositor/rectangle.ts';
import { displayText } from '../present/display-text.ts';
import { joinShellWords } from '../present/shell-words.ts';
import { isBroken, stateText } from '../present/state-text.ts';
import { wrapText } from '../present/wrap-text.ts';
import type { Token } from '../theme/theme.ts';

/** A line about the container above its log. Nothing in it changes by the mere passing of time. */
export interface Fact {
  readonly text: string;
  readonly token: Token;
}

/** `2026-11-23 04:15:26`, in the zone of whoever looks. */
function timeText(unixNs: bigint): string {
  const date = new Date(Number(unixNs / 1_000_000n));
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** `running since 2026-11-23 04:15:26`, `exited 3 at ...`, `created ...`. */
function historyText(container: ContainerSummary): string {
  const doing = stateText(container);
  switch (container.state) {
    case 'running':
      return `${doing} since ${timeText(container.startedAt)}${container.paused ? ', paused' : ''}`;
    case 'exited':
      return `${doing} at ${timeText(container.exit?.at ?? container.finishedAt)}`;
    case 'created':
      return `${doing} ${timeText(container.createdAt)}`;
    case 'unknown':
      return isBroken(container) ? doing : `${doing}, created ${timeText(container.createdAt)}`;
  }
}

function inputText({ tty, stdin }: ContainerSummary): string {
  if (tty) return stdin ? 'terminal' : 'terminal without stdin';
  return stdin ? 'stdin' : 'no input';
}

export function containerFacts(container: ContainerSummary): readonly Fact[] {
  const { id, image, command, pid, message, logBytesLost } = container;
  if (isBroken(container)) return brokenFacts(container);
  const process = pid > 0 ? ` · pid ${pid}` : '';
  const facts: Fact[] = [
    { text: historyText(container) + process, token: 'plain' },
    { text: `${displayText(image)} · ${displayText(joinShellWords(command))}`, token: 'faint' },
    { text: `${id.slice(0, 12)} · ${inputText(container)}`, token: 'faint' },
  ];
  if (message !== '') facts.push({ text: displayText(message), token: 'warning' });
  if (logBytesLost > 0n) {
    facts.push({ text: `${logBytesLost} bytes of output could not be logged: is the disk full?`, token: 'warning' });
  }
  return facts;
}

/** Nothing is known of it but its id, and what is wrong. */
function brokenFacts(container: ContainerSummary): readonly Fact[] {
  return [
    { text: `${historyText(container)} · ${container.id.slice(0, 12)}`, token: 'plain' },
    { text: displayText(container.message), token: 'warning' },
  ];
}

/** A quarter of the pane's inside at most: the log comes first where there is little room. */
const shareOfPane = 4;
const padding = 2;

/** The facts as lines of a pane whose inside is so large. Warnings are wrapped, and stay longest. */
export function shownFacts(
  facts: readonly Fact[],
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
): readonly Fact[] {
  const room = Math.max(0, Math.floor((height - padding) / shareOfPane));
  const rest = facts.filter(({ token }) => token !== 'warning');
  const urgent = facts
    .filter(({ token }) => token === 'warning')
    .flatMap(({ text, token }) => wrapText(text, width - padding).map((line) => ({ text: line, token })));
  return [...rest.slice(0, Math.max(0, room - urgent.length)), ...urgent.slice(0, room)];
}
