import type { SpecDevice, SpecDeviceRate, SpecLimits, SpecSettings } from './spec-settings.ts';

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

/** The limits as linux.resources has them; nothing of those that are not given. */
export function limitRules(limits: SpecLimits): object {
  const { memoryBytes, memoryReservationBytes, memorySwapBytes, cpus, cpuShares, cpuset, cpusetMems } = limits;
  const { pids, blkioWeight, deviceRates = [] } = limits;
  const groups = {
    memory: given({ limit: memoryBytes, reservation: memoryReservationBytes, swap: memorySwapBytes }),
    cpu: given({ ...quota(cpus), shares: cpuShares, cpus: cpuset, mems: cpusetMems }),
    pids: given({ limit: pids }),
    blockIO: { ...given({ weight: blkioWeight }), ...rateRules(deviceRates) },
  };
  return Object.fromEntries(Object.entries(groups).filter(([, group]) => Object.keys(group).length > 0));
}

function given(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function quota(cpus: number | undefined): { readonly quota?: number; readonly period?: number } {
  if (cpus === undefined) return {};
  return { quota: cpus === -1 ? -1 : Math.round(cpus * cpuPeriodUs), period: cpuPeriodUs };
}

const ratesOfKind = {
  'read-bps': 'throttleReadBpsDevice',
  'write-bps': 'throttleWriteBpsDevice',
  'read-iops': 'throttleReadIOPSDevice',
  'write-iops': 'throttleWriteIOPSDevice',
} as const;

function rateRules(rates: readonly SpecDeviceRate[]): object {
  const groups = Map.groupBy(rates, ({ kind }) => ratesOfKind[kind]);
  const devices = (group: readonly SpecDeviceRate[]) => group.map(({ major, minor, rate }) => ({ major, minor, rate }));
  return Object.fromEntries([...groups].map(([name, group]) => [name, devices(group)]));
}
