import type { ContainerExit } from '../../core/api/index.ts';
import { signalName } from './signal.ts';

const causes = { 'out-of-memory': 'OOMKilled', timeout: 'timeout' } as const;

/** `exited 0`, `exited 137 KILL`, `exited 137 OOMKilled`, `exited 137 timeout`, or `exited ?` where nobody could read the status. */
export function exitText(exit: ContainerExit | undefined): string {
  if (exit?.code === undefined || exit.reason === 'unknown') return 'exited ?';
  if (exit.cause !== undefined) return `exited ${exit.code} ${causes[exit.cause]}`;
  if (exit.reason === 'signaled' && exit.signal !== undefined) return `exited ${exit.code} ${signalName(exit.signal)}`;
  return `exited ${exit.code}`;
}
