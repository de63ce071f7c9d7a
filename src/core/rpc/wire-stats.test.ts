import { expect, test } from 'vitest';
import type { ContainerStats, StatsSample } from '../api/stats.ts';
import { Wire } from './testing/wire.ts';

const wire = new Wire();

test('samples of what containers take cross the wire unchanged, until the reader leaves', async () => {
  const stats: ContainerStats = {
    containerId: 'a',
    at: 7n,
    cpu: {
      ...{ usageUs: 2 ** 40 + 1, userUs: 1.5, systemUs: 2, perCoreUs: [1, 2.5], cores: 0, perCore: [0.25, 0] },
      ...{ periods: 3, throttledPeriods: 4, throttledUs: 5 },
    },
    memory: {
      ...{ usageBytes: 2 ** 50, workingSetBytes: 1, limitBytes: 2, anonymousBytes: 3, fileBytes: 4, swapBytes: 5 },
      ...{ majorFaults: 6, oomKills: 7 },
    },
    pids: { current: 1, limit: 2 },
    block: { readBytes: 1, writeBytes: 2, reads: 3, writes: 4 },
    network: [
      {
        name: 'eth0',
        ...{ receivedBytes: 1, receivedPackets: 2, receiveErrors: 3, receiveDrops: 4 },
        ...{ sentBytes: 5, sentPackets: 6, sendErrors: 7, sendDrops: 8 },
      },
    ],
  };
  const { cores: _, perCore: __, ...cpu } = stats.cpu;
  const first: ContainerStats = { ...stats, cpu, pids: { current: 1 }, network: [] };
  const asked: unknown[] = [];
  const left = Promise.withResolvers<void>();
  const engine = await wire.serve({
    async *containerStats(options, abort) {
      asked.push(options);
      abort?.addEventListener('abort', () => left.resolve());
      yield { at: 1n, containers: [first] };
      yield { at: 2n, containers: [stats] };
      await left.promise;
    },
  });
  const samples: StatsSample[] = [];
  for await (const sample of engine.containerStats({ refs: ['a'], intervalMs: 250 })) {
    samples.push(sample);
    if (samples.length === 2) break;
  }
  await left.promise;
  expect(asked).toEqual([{ refs: ['a'], intervalMs: 250 }]);
  expect(samples).toEqual([
    { at: 1n, containers: [first] },
    { at: 2n, containers: [stats] },
  ]);
});
