/** What a container takes of the machine. Counters begin with its present run. What the kernel does not count is absent. */
export interface ContainerStats {
  readonly containerId: string;
  /** When it was read, as Unix time in ns. */
  readonly at: bigint;
  readonly cpu: CpuStats;
  readonly memory: MemoryStats;
  /** Processes and threads. */
  readonly pids: { readonly current: number; readonly limit?: number };
  readonly block: BlockStats;
  /** Interfaces of its network namespace but for the loopback. */
  readonly network: readonly InterfaceStats[];
}

export interface CpuStats {
  readonly usageUs: number;
  readonly userUs: number;
  readonly systemUs: number;
  /** Usage of each processor of the machine; only cgroup v1 counts it. */
  readonly perCoreUs: readonly number[];
  /** Processors' worth of time taken since the sample before: 1.5 is one and a half. Absent in the first one. */
  readonly cores?: number;
  /** The same for each processor. */
  readonly perCore?: readonly number[];
  /** Enforcement periods of a CPU limit, and how many of them it was held back in, for how long. */
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledUs: number;
}

export interface MemoryStats {
  readonly usageBytes: number;
  /** Usage without file pages that the kernel would drop first: what the limit has to hold. */
  readonly workingSetBytes: number;
  /** Its limit, or the machine's memory where it has none or a higher one. */
  readonly limitBytes: number;
  readonly anonymousBytes: number;
  readonly fileBytes: number;
  readonly swapBytes: number;
  readonly majorFaults: number;
  /** Processes killed because the limit was reached. */
  readonly oomKills: number;
}

/** Over all devices. */
export interface BlockStats {
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly reads: number;
  readonly writes: number;
}

export interface InterfaceStats {
  readonly name: string;
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly receiveErrors: number;
  readonly receiveDrops: number;
  readonly sentBytes: number;
  readonly sentPackets: number;
  readonly sendErrors: number;
  readonly sendDrops: number;
}

/** All containers at one moment: those that run, sorted as in the list. */
export interface StatsSample {
  /** Unix time in ns. */
  readonly at: bigint;
  readonly containers: readonly ContainerStats[];
}

export interface StatsOptions {
  /** Containers by `ref`; all there are, also those yet to come, when absent or empty. */
  readonly refs?: readonly string[];
  /** Time from one sample to the next, 100 to 3,600,000; 1000 when absent. */
  readonly intervalMs?: number;
}
