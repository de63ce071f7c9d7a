import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cgroupFile } from '../fixtures/cgroup-file.ts';
import { TestEngine } from '../fixtures/engine.ts';

const MiB = 1024 * 1024;

async function start(engine: TestEngine, more = {}): Promise<string> {
  const options = { name: 'c', image: 'busybox', command: ['sleep', '1000'], ...more };
  const { id } = await engine.containers.create(options);
  await engine.containers.start(id);
  return id;
}

/** The values of a container's cgroup, whichever version it is. Shares become a weight on v2. */
function limitsOf(engine: TestEngine, id: string) {
  return {
    memory: cgroupFile(engine, id, 'memory', 'memory.limit_in_bytes', 'memory.max'),
    reservation: cgroupFile(engine, id, 'memory', 'memory.soft_limit_in_bytes', 'memory.low'),
    quota: cgroupFile(engine, id, 'cpu', 'cpu.cfs_quota_us', 'cpu.max').split(' ')[0],
    cpuset: cgroupFile(engine, id, 'cpuset', 'cpuset.cpus', 'cpuset.cpus'),
    pids: cgroupFile(engine, id, 'pids', 'pids.max', 'pids.max'),
  };
}

test('limits of a running container change at once, and stay for its next run', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const id = await start(engine, { limits: { memoryBytes: 64 * MiB, cpus: 0.5, cpuset: '0', pids: 20 } });
  await containers.update('c', { limits: { memoryBytes: 96 * MiB, memoryReservationBytes: 32 * MiB, pids: 30 } });
  await containers.update('c', { limits: { cpus: 0.25 } });
  const expected = { memory: '100663296', reservation: '33554432', quota: '25000', cpuset: '0', pids: '30' };
  expect(limitsOf(engine, id)).toEqual(expected);
  await containers.restart('c', { timeoutSeconds: 0 });
  expect(limitsOf(engine, id)).toEqual(expected);
  await containers.update('c', { limits: { memoryBytes: -1, cpus: -1, pids: -1 } });
  const { memory, quota, pids } = limitsOf(engine, id);
  expect(Number(memory) > 1e15 || memory === 'max').toBe(true);
  expect(quota === '-1' || quota === 'max').toBe(true);
  expect(pids).toBe('max');
});

test('a disk is used as fast as it may be', async () => {
  await using engine = await TestEngine.open();
  const device = readdirSync('/sys/block').find((name) => !/^(?:loop|zram|ram)/.test(name)) ?? '';
  const number = readFileSync(join('/sys/block', device, 'dev'), 'utf8').trim();
  const rate = (kind: 'read-bps' | 'write-iops', value: number) => ({ device: `/dev/${device}`, kind, rate: value });
  const id = await start(engine, { limits: { deviceRates: [rate('read-bps', 1_000_000)] } });
  const reads = (): string => cgroupFile(engine, id, 'blkio', 'blkio.throttle.read_bps_device', 'io.max');
  const writes = (): string => cgroupFile(engine, id, 'blkio', 'blkio.throttle.write_iops_device', 'io.max');
  expect(reads()).toMatch(new RegExp(`^${number} .*1000000`));
  const deviceRates = [rate('read-bps', 2_000_000), rate('write-iops', 77)];
  await engine.containers.update('c', { limits: { deviceRates } });
  expect(reads()).toMatch(new RegExp(`^${number} .*2000000`));
  expect(writes()).toMatch(new RegExp(`^${number} .*77`));
});

test('labels and restart policy change, and are those that count', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  await start(engine, { labels: { a: '1', b: '2' }, restart: { kind: 'always' } });
  const labels = { b: '3', c: '' };
  await containers.update('c', { labels, removeLabels: ['a', 'none'], restart: { kind: 'no' } });
  await engine.reopen();
  expect(engine.containers.status('c').labels).toEqual(labels);
  await engine.containers.kill('c', 'KILL');
  await engine.containers.waitForExit('c');
  expect(engine.containers.status('c')).toMatchObject({ state: 'exited', message: '' });
  // A policy given to one that has ended is about ends to come.
  await engine.containers.update('c', { restart: { kind: 'unless-stopped' } });
  await engine.reopen();
  expect(engine.containers.status('c')).toMatchObject({ state: 'exited', message: '' });
  expect((await engine.containers.inspect('c')).restart).toMatchObject({ policy: 'unless-stopped' });
});

test('a change that cannot be leaves everything as it was', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const id = await start(engine, { autoRemove: true, limits: { memoryBytes: 64 * MiB } });
  const { spec } = await containers.inspect('c');
  const labels = { new: 'label' };
  for (const options of [
    { limits: { memoryBytes: 1 } },
    { restart: { kind: 'always' } as const },
    { labels: { '': 'x' } },
    // More than the machine has room for, which the kernel says.
    { limits: { cpusetMems: '1000' } },
  ]) {
    await expect(containers.update('c', { labels, ...options }), JSON.stringify(options)).rejects.toThrow();
  }
  expect(containers.status('c').labels).toEqual({});
  expect((await containers.inspect('c')).spec).toEqual(spec);
  expect(limitsOf(engine, id).memory).toBe(String(64 * MiB));
  await expect(containers.update('nobody', {})).rejects.toMatchObject({ code: 'not-found' });
});
