import type { ResourceLimits } from '../api/settings.ts';
import type { SpecDevice, SpecSettings } from './spec-settings.ts';

/** Long enough for little overhead, short enough that nothing stands still noticeably (the kernel's default). */
const cpuPeriodUs = 100_000;

/** linux.resources: the runtime translates it to cgroup v1 and v2. */
export function specResources({ devices, privileged, limits }: SpecSettings): object {
  return { devices: deviceRules(devices, privileged), ...limitRules(limits) };
}

function deviceRules(devices: readonly SpecDevice[], privileged: boolean): object[] {
  if (privileged) return [{ allow: true, access: 'rwm' }];
  // The runtime adds the harmless devices (null, zero, random, terminals) to the list by itself.
  const allowed = devices.map(({ type, major, minor, access }) => ({ allow: true, type, major, minor, access }));
  return [{ allow: false, access: 'rwm' }, ...allowed];
}

function limitRules({ memoryBytes, cpus, cpuset, pids }: ResourceLimits): object {
  const quota = cpus === undefined ? {} : { quota: Math.round(cpus * cpuPeriodUs), period: cpuPeriodUs };
  return {
    ...(memoryBytes !== undefined && { memory: { limit: memoryBytes } }),
    ...((cpus !== undefined || cpuset !== undefined) && {
      cpu: { ...quota, ...(cpuset !== undefined && { cpus: cpuset }) },
    }),
    ...(pids !== undefined && { pids: { limit: pids } }),
  };
}
