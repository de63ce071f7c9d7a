import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CgroupHierarchy } from './cgroups.ts';

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
