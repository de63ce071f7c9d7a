import { closeSync } from 'node:fs';
import { isProcessAlive, type ProcessIdentity } from './process-identity.ts';
import type { Syscalls } from './syscalls.ts';

/** Sends a signal to this process and to no other that has its pid by now; false when it has ended. */
export function signalProcess(syscalls: Syscalls, identity: ProcessIdentity, signal: number): boolean {
  const process = syscalls.openProcess(identity.pid);
  if (process === undefined) return false;
  try {
    // The descriptor is of whoever had the pid when it was opened.
    return isProcessAlive(identity) && syscalls.signalProcess(process, signal);
  } finally {
    closeSync(process);
  }
}
