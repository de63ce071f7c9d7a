import { readdir, readFile } from 'node:fs/promises';
import { processEnd } from './process-end.ts';
import { identifyProcess } from './process-identity.ts';
import type { Syscalls } from './syscalls.ts';

/** A killed process that does not end is stuck in the kernel. */
const endTimeoutMs = 10_000;

/** Ends every process that was started with this entry of its environment (`KEY=value`). */
export async function endProcessesWithEnvironment(entry: string, syscalls: Syscalls): Promise<void> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (environment.split('\0').includes(entry)) await endProcess(pid, syscalls);
    }),
  );
}

async function endProcess(pid: number, syscalls: Syscalls): Promise<void> {
  const identity = identifyProcess(pid);
  if (identity === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
  await processEnd(syscalls, identity, endTimeoutMs);
}
