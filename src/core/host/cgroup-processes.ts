import { readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CgroupHierarchy, removeCgroup } from './cgroups.ts';
import { processEnd } from './process-end.ts';
import { identifyProcess } from './process-identity.ts';
import { sendSignal } from './signal.ts';
import type { Syscalls } from './syscalls.ts';

/** Pids of the processes in a cgroup and below, sorted. A process is in every hierarchy, so one that has the cgroup will do. */
export async function listCgroupProcesses(hierarchies: readonly CgroupHierarchy[], path: string): Promise<number[]> {
  for (const { mountpoint } of hierarchies) {
    const pids = await processesBelow(join(mountpoint, path));
    if (pids.length > 0) return [...new Set(pids)].toSorted((a, b) => a - b);
  }
  return [];
}

/** None where there is no cgroup, or no longer. */
async function processesBelow(directory: string): Promise<number[]> {
  const text = await readFile(join(directory, 'cgroup.procs'), 'utf8').catch(() => '');
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const children = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => processesBelow(join(directory, name)));
  const own = text.split('\n').map(Number);
  return [...own.filter((pid) => pid > 0), ...(await Promise.all(children)).flat()];
}

/** How often to look again: a process may fork while the others are being killed. */
const maxSweeps = 20;
const endTimeoutMs = 10_000;

/** Kills everything in a cgroup and below it, and removes the cgroup. One that is not there is fine. */
export async function endCgroup(
  hierarchies: readonly CgroupHierarchy[],
  path: string,
  syscalls: Syscalls,
): Promise<void> {
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    const pids = await listCgroupProcesses(hierarchies, path);
    if (pids.length === 0) break;
    const identities = pids.map(identifyProcess).filter((identity) => identity !== undefined);
    for (const { pid } of identities) sendSignal(pid, 'SIGKILL');
    const ends = await Promise.all(identities.map((identity) => processEnd(syscalls, identity, endTimeoutMs)));
    // Stuck in the kernel, or frozen: more signals change nothing.
    if (ends.includes(false)) break;
  }
  for (const { mountpoint } of hierarchies) await removeBelow(join(mountpoint, path));
  await removeCgroup(hierarchies, path);
}

async function removeBelow(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  for (const child of entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name))) {
    await removeBelow(child);
    await rmdir(child).catch(() => undefined);
  }
}
