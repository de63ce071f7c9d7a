import { ConmanError } from '../errors/index.ts';
import { errnoOf, systemError } from './system-error.ts';

/** Sends a signal; false when there is no such process. 0 only asks. A negative pid names a process group. */
export function sendSignal(pid: number, signal: NodeJS.Signals | number): boolean {
  // kill(2) takes 0 for our own group and -1 for everybody: a pid that is not known must never become that.
  if (pid === 0 || pid === -1) throw new ConmanError('internal', `${pid} is not the pid of a process to signal`);
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false;
    throw systemError(error, `send signal ${signal} to process ${pid}`);
  }
}
