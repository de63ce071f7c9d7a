import type { MemoryStats } from '../api/stats.ts';
import type { ControllerDirectory } from '../host/cgroups.ts';
import type { SmallFiles } from '../host/small-files.ts';
import { keyed, numberIn } from './kernel-text.ts';

interface MemoryFiles {
  readonly usage: string;
  readonly limit: string;
  readonly stat: string;
  readonly swap: string;
  /** Of out-of-memory kills. */
  readonly events: string;
}

const v1Files: MemoryFiles = {
  usage: 'memory.usage_in_bytes',
  limit: 'memory.limit_in_bytes',
  stat: 'memory.stat',
  // In memory.stat.
  swap: '',
  events: 'memory.oom_control',
};

const v2Files: MemoryFiles = {
  usage: 'memory.current',
  limit: 'memory.max',
  stat: 'memory.stat',
  swap: 'memory.swap.current',
  events: 'memory.events',
};

export function readMemory(
  files: SmallFiles,
  memory: ControllerDirectory | undefined,
  machineBytes: number,
): MemoryStats {
  const version = memory?.version ?? 2;
  const names = version === 1 ? v1Files : v2Files;
  const read = (name: string): string =>
    memory === undefined || name === '' ? '' : files.read(`${memory.directory}/${name}`);
  const texts = {
    usage: read(names.usage),
    limit: read(names.limit),
    stat: read(names.stat),
    swap: read(names.swap),
    events: read(names.events),
  };
  return parseMemory(texts, version, machineBytes);
}

/** From the texts of the files; v1 counts a cgroup with those below it under `total_`, v2 always. */
export function parseMemory(texts: MemoryFiles, version: 1 | 2, machineBytes: number): MemoryStats {
  const { stat } = texts;
  const total = (key: string): number => keyed(stat, version === 1 ? `total_${key}` : key);
  const usageBytes = numberIn(texts.usage) ?? 0;
  return {
    usageBytes,
    // As the kubelet counts it.
    workingSetBytes: Math.max(0, usageBytes - total('inactive_file')),
    limitBytes: Math.min(numberIn(texts.limit) ?? machineBytes, machineBytes),
    anonymousBytes: total(version === 1 ? 'rss' : 'anon'),
    fileBytes: total(version === 1 ? 'cache' : 'file'),
    swapBytes: version === 1 ? total('swap') : (numberIn(texts.swap) ?? 0),
    majorFaults: total('pgmajfault'),
    oomKills: keyed(texts.events, 'oom_kill'),
  };
}
