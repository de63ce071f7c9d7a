import type { CpuStats } from '../api/stats.ts';
import type { StatsReading } from './stats-reader.ts';

/** With how fast the counters grew since the reading before, where there is one of the same run. */
export function cpuStats({ cpu, at }: StatsReading, before: StatsReading | undefined): CpuStats {
  const elapsedUs = before === undefined ? 0 : Number(at - before.at) / 1000;
  // Counters that shrank are those of another run.
  if (before === undefined || elapsedUs <= 0 || cpu.usageUs < before.cpu.usageUs) return cpu;
  const perCore = cpu.perCoreUs.map((us, core) => Math.max(0, us - (before.cpu.perCoreUs[core] ?? us)) / elapsedUs);
  return { ...cpu, cores: (cpu.usageUs - before.cpu.usageUs) / elapsedUs, perCore };
}
