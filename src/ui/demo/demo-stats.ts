import type { ContainerStats, ContainerSummary } from '../../core/api/index.ts';

const megabyte = 1_000_000;

/** Made-up numbers that rise and fall: the same for the same container at the same time (Unix time in s). */
export function demoStats(container: ContainerSummary, unixSecond: number): ContainerStats {
  const seed = Number.parseInt(container.id.slice(0, 2), 16) % 16;
  const second = Math.max(0, unixSecond - Number(container.startedAt / 1_000_000_000n));
  const wave = (period: number): number => 0.5 + 0.5 * Math.sin((unixSecond / period + seed * 0.37) * 2 * Math.PI);
  const busy = 0.03 + 0.3 * wave(23) * wave(7);
  const limitBytes = 512 * megabyte;
  return {
    containerId: container.id,
    at: BigInt(unixSecond) * 1_000_000_000n,
    cpu: {
      ...{ usageUs: second * 200_000, userUs: second * 150_000, systemUs: second * 50_000, perCoreUs: [] },
      ...{ cores: busy, periods: second * 10, throttledPeriods: 0, throttledUs: 0 },
    },
    memory: {
      ...{ usageBytes: limitBytes / 2, workingSetBytes: Math.round((40 + seed * 20 + 60 * wave(60)) * megabyte) },
      ...{ limitBytes, anonymousBytes: 40 * megabyte, fileBytes: 10 * megabyte, swapBytes: 0 },
      ...{ majorFaults: 0, oomKills: 0 },
    },
    pids: { current: 4 + (seed % 5), limit: 512 },
    block: { readBytes: second * 4_000, writeBytes: second * 9_000, reads: second, writes: second },
    network: [
      {
        ...{ name: 'eth0', receivedBytes: Math.round(second * 9_000 + 40_000 * wave(11)), receivedPackets: second },
        ...{ receiveErrors: 0, receiveDrops: 0, sentBytes: second * 31_000, sentPackets: second },
        ...{ sendErrors: 0, sendDrops: 0 },
      },
    ],
  };
}
