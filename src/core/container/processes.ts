import type { ContainerProcess } from '../api/process.ts';
import { listCgroupProcesses } from '../host/cgroup-processes.ts';
import type { CgroupHierarchy } from '../host/cgroups.ts';
import { readBootTimeMs, readProcessFacts } from '../host/process-facts.ts';
import type { Container } from './container.ts';

/** What runs in a container, by reading files alone. */
export async function containerProcesses(
  { paths }: Container,
  hierarchies: readonly CgroupHierarchy[],
): Promise<ContainerProcess[]> {
  const [pids, bootTimeMs] = await Promise.all([listCgroupProcesses(hierarchies, paths.cgroup), readBootTimeMs()]);
  const processes = await Promise.all(pids.map((pid) => readProcessFacts(pid, bootTimeMs)));
  return processes
    .filter((facts) => facts !== undefined)
    .map(({ innerPid, ...facts }) => ({ ...facts, containerPid: innerPid }));
}
