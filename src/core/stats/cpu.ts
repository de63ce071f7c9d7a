import type { CpuStats } from '../api/stats.ts';
import type { ControllerDirectory } from '../host/cgroups.ts';
import type { SmallFiles } from '../host/small-files.ts';
import { keyed } from './kernel-text.ts';

/** Clock ticks shown by the kernel are of this length on every architecture (USER_HZ is 100). */
const usPerTick = 10_000;

/** Counters alone; how fast they grow is for whoever has two readings. */
export type CpuCounters = Omit<CpuStats, 'cores' | 'perCore'>;

/** `cpu` and `cpuacct` are hierarchies of their own on some v1 hosts. */
export function readCpu(
  files: SmallFiles,
  cpu: ControllerDirectory | undefined,
  cpuacct: ControllerDirectory | undefined,
): CpuCounters {
  const stat = cpu === undefined ? '' : files.read(`${cpu.directory}/cpu.stat`);
  if (cpuacct?.version !== 1) return parseCpuV2(stat);
  const ticks = files.read(`${cpuacct.directory}/cpuacct.stat`);
  return parseCpuV1(stat, ticks, files.read(`${cpuacct.directory}/cpuacct.usage_percpu`));
}

/** cpu.stat of cgroup v2. */
export function parseCpuV2(stat: string): CpuCounters {
  return {
    usageUs: keyed(stat, 'usage_usec'),
    userUs: keyed(stat, 'user_usec'),
    systemUs: keyed(stat, 'system_usec'),
    perCoreUs: [],
    periods: keyed(stat, 'nr_periods'),
    throttledPeriods: keyed(stat, 'nr_throttled'),
    throttledUs: keyed(stat, 'throttled_usec'),
  };
}

/** cpu.stat, cpuacct.stat and cpuacct.usage_percpu of cgroup v1. */
export function parseCpuV1(stat: string, ticks: string, perCpu: string): CpuCounters {
  const perCoreUs = (perCpu.match(/\d+/g) ?? []).map((ns) => Number(ns) / 1000);
  return {
    usageUs: perCoreUs.reduce((sum, us) => sum + us, 0),
    userUs: keyed(ticks, 'user') * usPerTick,
    systemUs: keyed(ticks, 'system') * usPerTick,
    perCoreUs,
    periods: keyed(stat, 'nr_periods'),
    throttledPeriods: keyed(stat, 'nr_throttled'),
    throttledUs: keyed(stat, 'throttled_time') / 1000,
  };
}
