import type { ContainerStats } from '../api/stats.ts';
import { type CgroupHierarchy, controllerDirectory } from '../host/cgroups.ts';
import { SmallFiles } from '../host/small-files.ts';
import { readBlock } from './block.ts';
import { type CpuCounters, readCpu } from './cpu.ts';
import { numberIn } from './kernel-text.ts';
import { readMemory } from './memory.ts';
import { parseNetwork } from './network.ts';

/** Whom to read. */
export interface StatsTarget {
  readonly id: string;
  /** Host pid of its init. */
  readonly pid: number;
  /** Path in the cgroup hierarchies. */
  readonly cgroup: string;
}

/** A sample without what needs the one before. */
export type StatsReading = Omit<ContainerStats, 'cpu'> & { readonly cpu: CpuCounters };

interface KeptReading {
  readonly pid: number;
  readonly reading: StatsReading;
}

const nsPerMs = 1_000_000n;

/**
 * Reads what containers take, from files alone, and keeps the last reading of each, so that those who look at the same
 * container at about the same time share one.
 */
export class StatsReader {
  readonly #hierarchies: readonly CgroupHierarchy[];
  readonly #machineBytes: number;
  readonly #nowNs: () => bigint;
  readonly #files = new SmallFiles();
  readonly #kept = new Map<string, KeptReading>();

  constructor(hierarchies: readonly CgroupHierarchy[], machineBytes: number, nowNs: () => bigint) {
    this.#hierarchies = hierarchies;
    this.#machineBytes = machineBytes;
    this.#nowNs = nowNs;
  }

  /** A reading not older than `maxAgeMs`. */
  read(target: StatsTarget, maxAgeMs: number): StatsReading {
    const at = this.#nowNs();
    const kept = this.#kept.get(target.id);
    if (kept?.pid === target.pid && at - kept.reading.at <= BigInt(maxAgeMs) * nsPerMs) return kept.reading;
    const reading = this.#readNow(target, at);
    this.#kept.set(target.id, { pid: target.pid, reading });
    return reading;
  }

  forget(id: string): void {
    this.#kept.delete(id);
  }

  #readNow({ id, pid, cgroup }: StatsTarget, at: bigint): StatsReading {
    const files = this.#files;
    const directory = (controller: string) => controllerDirectory(this.#hierarchies, controller, cgroup);
    const pids = directory('pids');
    const pidsFile = (name: string): number | undefined => pids && numberIn(files.read(`${pids.directory}/${name}`));
    const limit = pidsFile('pids.max');
    return {
      containerId: id,
      at,
      cpu: readCpu(files, directory('cpu'), directory('cpuacct')),
      memory: readMemory(files, directory('memory'), this.#machineBytes),
      pids: { current: pidsFile('pids.current') ?? 0, ...(limit !== undefined && { limit }) },
      block: readBlock(files, directory('blkio'), directory('io')),
      network: parseNetwork(files.read(`/proc/${pid}/net/dev`)),
    };
  }
}
