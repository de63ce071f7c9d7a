/**
 * What depends on the version of the cgroup hierarchies, in as few containers as will do: it also runs on a pure v2 kernel,
 * in an emulated machine that is a hundred times slower (scripts/test-cgroup2).
 */
import { expect, test } from 'vitest';
import type { ContainerStats } from '../../src/core/api/index.ts';
import { statsPart } from '../../src/core/daemon/engine/stats-part.ts';
import { UnixClock } from '../../src/core/host/clock.ts';
import { cgroupFile } from '../fixtures/cgroup-file.ts';
import { TestEngine } from '../fixtures/engine.ts';

const MiB = 1024 * 1024;

async function awaitStats(engine: TestEngine, found: (stats: ContainerStats) => boolean): Promise<ContainerStats> {
  const port = statsPart(engine.containers, new UnixClock());
  for await (const { containers } of port.containerStats({ refs: ['c'], intervalMs: 250 })) {
    const [stats] = containers;
    if (stats !== undefined && found(stats)) return stats;
  }
  throw new Error('no more samples');
}

test('a life under limits: start, stats, out of memory, update, pause, conmand gone and back, stop, remove', async () => {
  await using engine = await TestEngine.open();
  // The hungry child goes alone, and what is left of the time is burnt.
  const script = 'trap "exit 7" TERM; tail /dev/zero; while :; do :; done';
  const limits = { memoryBytes: 24 * MiB, cpus: 0.2, pids: 25, cpuset: '0', cpuShares: 512 };
  const { id } = await engine.containers.create({ name: 'c', image: 'busybox', command: ['sh', '-c', script], limits });
  await engine.containers.start('c');
  const stats = await awaitStats(
    engine,
    ({ cpu, memory }) => memory.oomKills > 0 && cpu.throttledPeriods > 0 && (cpu.cores ?? 0) > 0,
  );
  expect(stats.memory.limitBytes).toBe(limits.memoryBytes);
  expect(stats.memory.workingSetBytes).toBeGreaterThan(0);
  expect(stats.pids).toMatchObject({ limit: 25 });
  expect(stats.pids.current).toBeGreaterThanOrEqual(1);
  expect(stats.cpu.usageUs).toBeGreaterThan(0);
  expect(stats.cpu.throttledUs).toBeGreaterThan(0);
  expect((await engine.containers.processes('c')).length).toBeGreaterThanOrEqual(1);

  await engine.containers.update('c', { limits: { memoryBytes: 48 * MiB, cpus: 0.4, pids: 30 } });
  const now = {
    memory: cgroupFile(engine, id, 'memory', 'memory.limit_in_bytes', 'memory.max'),
    quota: cgroupFile(engine, id, 'cpu', 'cpu.cfs_quota_us', 'cpu.max').split(' ')[0],
    pids: cgroupFile(engine, id, 'pids', 'pids.max', 'pids.max'),
    cpuset: cgroupFile(engine, id, 'cpuset', 'cpuset.cpus', 'cpuset.cpus'),
  };
  expect(now).toEqual({ memory: String(48 * MiB), quota: '40000', pids: '30', cpuset: '0' });

  await engine.containers.pause('c');
  expect(engine.containers.status('c').paused).toBe(true);
  await engine.reopen();
  expect(engine.containers.status('c')).toMatchObject({ state: 'running', paused: true });
  await engine.containers.resume('c');
  await engine.containers.stop('c', { timeoutSeconds: 600 });
  expect(engine.containers.status('c').exit).toMatchObject({ reason: 'exited', code: 7 });
});
