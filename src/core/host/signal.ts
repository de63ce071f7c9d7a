import { errnoOf, systemError } from './system-error.ts';

/** Sends a signal; false when there is no such process. 0 only asks. A negative pid names a process group. */
export function sendSignal(pid: number, signal: NodeJS.Signals | number): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false;
    throw systemError(error, `send signal ${signal} to process ${pid}`);
  }
}
