import { expect, test } from 'vitest';
import type { ContainerStats, StatsOperations } from '../../src/core/api/index.ts';
import { statsPart } from '../../src/core/daemon/engine/stats-part.ts';
import { UnixClock } from '../../src/core/host/clock.ts';
import { TestEngine } from '../fixtures/engine.ts';

function statsOf({ containers }: TestEngine): StatsOperations {
  return statsPart(containers, new UnixClock());
}

/** The first sample of the container that has what is looked for. */
async function awaitStats(
  engine: TestEngine,
  ref: string,
  found: (stats: ContainerStats) => boolean,
): Promise<ContainerStats> {
  for await (const { containers } of statsOf(engine).containerStats({ refs: [ref], intervalMs: 100 })) {
    const [stats] = containers;
    if (stats !== undefined && found(stats)) return stats;
  }
  throw new Error('no more samples');
}

async function start(engine: TestEngine, name: string, script: string, limits = {}): Promise<void> {
  const options = { name, image: 'busybox', command: ['sh', '-c', script], limits };
  await engine.containers.create(options);
  await engine.containers.start(name);
}

test('what a container takes is counted: processor, memory, processes, held back by its limits', async () => {
  await using engine = await TestEngine.open();
  const limits = { memoryBytes: 64 * 1024 * 1024, cpus: 0.2, pids: 20 };
  await start(engine, 'busy', 'head -c 8000000 /dev/zero >/dev/shm/f; sleep 1000 & while :; do :; done', limits);
  const stats = await awaitStats(
    engine,
    'busy',
    ({ cpu, memory, pids }) =>
      cpu.throttledPeriods > 0 && (cpu.cores ?? 0) > 0 && memory.usageBytes > 8_000_000 && pids.current >= 2,
  );
  expect(stats.containerId).toBe(engine.containers.locate('busy').id);
  expect(stats.cpu.periods).toBeGreaterThanOrEqual(stats.cpu.throttledPeriods);
  expect(stats.cpu.throttledUs).toBeGreaterThan(0);
  expect(stats.cpu.cores).toBeLessThan(1);
  expect(stats.cpu.usageUs).toBeGreaterThan(0);
  expect(stats.memory).toMatchObject({ limitBytes: limits.memoryBytes, oomKills: 0 });
  expect(stats.memory.workingSetBytes).toBeLessThanOrEqual(stats.memory.usageBytes);
  expect(stats.memory.workingSetBytes).toBeGreaterThan(8_000_000);
  expect(stats.pids.limit).toBe(20);
  // It has a network of its own with nothing in it but the loopback.
  expect(stats.network).toEqual([]);
});

test('what the kernel killed for its memory is counted', async () => {
  await using engine = await TestEngine.open();
  const script = 'tail /dev/zero; echo killed; sleep 1000';
  await start(engine, 'hungry', script, { memoryBytes: 16 * 1024 * 1024 });
  const { memory } = await awaitStats(engine, 'hungry', (stats) => stats.memory.oomKills > 0);
  expect(memory.oomKills).toBe(1);
});

test('all that run are in a sample, also those that come later; those that ended are not', async () => {
  await using engine = await TestEngine.open();
  await start(engine, 'one', 'sleep 1000');
  const seen: number[] = [];
  for await (const { containers } of statsOf(engine).containerStats({ intervalMs: 100 })) {
    if (containers.length === seen.at(-1)) continue;
    seen.push(containers.length);
    if (seen.length === 1) await start(engine, 'two', 'sleep 1000');
    if (seen.length === 2) await engine.containers.stop('one', { timeoutSeconds: 0 });
    if (seen.length === 3) break;
  }
  expect(seen).toEqual([1, 2, 1]);
});

test('a container that is not there, and a rate that cannot be, are refused', async () => {
  await using engine = await TestEngine.open();
  const first = (options: { refs?: string[]; intervalMs?: number }) =>
    statsOf(engine).containerStats(options)[Symbol.asyncIterator]().next();
  await expect(first({ refs: ['nobody'] })).rejects.toMatchObject({ code: 'not-found' });
  await expect(first({ intervalMs: 1 })).rejects.toMatchObject({ code: 'invalid-argument' });
});
