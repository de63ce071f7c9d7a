import { isProcessAlive, type ProcessIdentity } from './process-identity.ts';
import type { Syscalls } from './syscalls.ts';

/** Resolves with true when the process, which need not be a child, has ended; with false after the timeout. */
export async function processEnd(syscalls: Syscalls, identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  if (!isProcessAlive(identity)) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const watch = syscalls.watchProcessEnd(identity.pid, () => resolve(true));
  // It has ended meanwhile, or there is no descriptor to watch it by.
  if (watch === undefined) return !isProcessAlive(identity);
  const timer = setTimeout(resolve, timeoutMs, false);
  // The pid may have been given to another process between the look and the watch.
  if (!isProcessAlive(identity)) resolve(true);
  const ended = await promise;
  clearTimeout(timer);
  watch.close();
  return ended;
}
