import type { ContainerExit } from '../../../core/api/index.ts';
import { signalName } from './signal.ts';

/** `exited 0`, `exited 137 KILL`, or `exited ?` where nobody could read the status. */
export function exitText(exit: ContainerExit | undefined): string {
  if (exit?.code === undefined || exit.reason === 'unknown') return 'exited ?';
  if (exit.reason === 'signaled' && exit.signal !== undefined) return `exited ${exit.code} ${signalName(exit.signal)}`;
  return `exited ${exit.code}`;
}
