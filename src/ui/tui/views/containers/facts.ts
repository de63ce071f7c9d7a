import type { ContainerSummary } from '../../../../core/api/index.ts';
import { displayText } from '../../../words/display-text.ts';
import { joinShellWords } from '../../../words/shell-words.ts';
import type { Fact } from '../../present/fact.ts';
import { isBroken, stateText } from '../../present/state-text.ts';
import { timeText } from '../../present/time-text.ts';

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

function restartsText({ restarts }: ContainerSummary): string {
  return restarts === undefined ? '' : ` · started again ${restarts === 1 ? 'once' : `${restarts} times`}`;
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
    { text: historyText(container) + process + restartsText(container), token: 'plain' },
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
