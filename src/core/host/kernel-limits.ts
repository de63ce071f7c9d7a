import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { systemError } from './system-error.ts';

/** What this process and its children can have, a bit for each number of capabilities(7): what nobody has cannot be given. */
export function boundingCapabilities(): bigint {
  const line = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFact('/proc/self/status'));
  return BigInt(`0x${line?.[1] ?? '0'}`);
}

/** What RLIMIT_NOFILE can be at most, for whoever asks. */
export function maxOpenFiles(): number {
  return Number.parseInt(readFact('/proc/sys/fs/nr_open'), 10);
}

/** Processors of the machine. */
export function processorCount(): number {
  return cpus().length;
}

export function machineMemoryBytes(): number {
  return totalmem();
}

function readFact(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw systemError(error, `read ${path}`);
  }
}
