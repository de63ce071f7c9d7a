import type { ContainerStats, StatsSample } from '../api/stats.ts';
import type * as wire from './generated/conman.ts';

export function sampleToWire({ at, containers }: StatsSample): wire.StatsSample {
  return { at, containers: containers.map(statsToWire) };
}

export function sampleFromWire({ at, containers }: wire.StatsSample): StatsSample {
  return { at, containers: containers.map(statsFromWire) };
}

function statsToWire({ containerId, at, cpu, memory, pids, block, network }: ContainerStats): wire.ContainerStats {
  return {
    containerId,
    at,
    cpu: { ...cpu, cores: cpu.cores, perCoreUs: cpu.perCoreUs, perCore: cpu.perCore ?? [] },
    memory,
    pids: { current: pids.current, limit: pids.limit },
    block,
    interfaces: network,
  };
}

function statsFromWire({ containerId, at, cpu, memory, pids, block, interfaces }: wire.ContainerStats): ContainerStats {
  const { cores, perCore = [], ...counters } = { ...noCpu, ...cpu };
  const { current = 0, limit } = pids ?? {};
  return {
    containerId,
    at,
    cpu: { ...counters, ...(cores !== undefined && { cores, perCore }) },
    memory: { ...noMemory, ...memory },
    pids: { current, ...(limit !== undefined && { limit }) },
    block: { ...noBlock, ...block },
    network: interfaces,
  };
}

const noCpu = {
  usageUs: 0,
  userUs: 0,
  systemUs: 0,
  perCoreUs: [],
  cores: undefined,
  periods: 0,
  throttledPeriods: 0,
  throttledUs: 0,
};
const noMemory = {
  usageBytes: 0,
  workingSetBytes: 0,
  limitBytes: 0,
  anonymousBytes: 0,
  fileBytes: 0,
  swapBytes: 0,
  majorFaults: 0,
  oomKills: 0,
};
const noBlock = { readBytes: 0, writeBytes: 0, reads: 0, writes: 0 };
