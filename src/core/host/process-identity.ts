import { readFileSync } from 'node:fs';
import { sendSignal } from './signal.ts';
import { errnoOf, systemError } from './system-error.ts';

/** A process as nobody can mistake it for another: a pid alone is reused, a start time repeats after a reboot. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks after boot, field 22 of /proc/PID/stat. */
  readonly startTime: string;
  readonly bootId: string;
}

export function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/**
 * The identity of a live process, or undefined when there is none with this pid. A zombie does not live. Throws when that
 * cannot be found out, because no file can be opened.
 */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const stat = readStat(pid);
  if (stat === undefined) return undefined;
  // The second field is the command in parentheses and may itself hold spaces and parentheses (proc_pid_stat(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const startTime = fields[19];
  if (startTime === undefined || state === 'Z' || state === 'X') return undefined;
  return { pid, startTime, bootId: readBootId() };
}

/** Where that cannot be found out, a process with its pid is taken for it: nobody is said to be dead who may live. */
export function isProcessAlive(identity: ProcessIdentity): boolean {
  try {
    const now = identifyProcess(identity.pid);
    return now !== undefined && now.startTime === identity.startTime && now.bootId === identity.bootId;
  } catch {
    return sendSignal(identity.pid, 0);
  }
}

function readStat(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errnoOf(error) ?? '')) return undefined;
    throw systemError(error, `look at process ${pid}`);
  }
}
