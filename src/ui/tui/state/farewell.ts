import { displayText } from '../../words/display-text.ts';
import type { AppState } from './app-state.ts';
import { containerCounts } from './selectors.ts';

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What goes on when the screen is closed, for the shell it leaves behind. Nothing to say gives no lines. */
export function farewell(state: AppState): readonly string[] {
  const { running } = containerCounts(state);
  const shells = [...state.execs.values()].filter((exec) => exec.tty && exec.exit === undefined);
  const names = new Set(shells.map((exec) => state.containers?.get(exec.containerId)?.name ?? exec.containerId));
  const lines: string[] = [];
  if (running > 0) lines.push(`${plural(running, 'container')} ${running === 1 ? 'runs' : 'run'} on.`);
  if (shells.length > 0) {
    const where = [...names].map(displayText).join(', ');
    lines.push(`${plural(shells.length, 'shell')} left running in ${where}: e in conman-tui goes back.`);
  }
  return lines;
}
