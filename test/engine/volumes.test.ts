import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeEngine } from '../../src/core/daemon/engine.ts';
import { TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

const image = 'busybox';
const shell = (script: string) => ['sh', '-c', script];

test('a volume keeps what containers write, whoever they are and whether conmand was there', async () => {
  await using engine = await TestEngine.open();
  const mounts = [{ kind: 'volume', source: 'data', target: '/data' }] as const;
  await engine.run({ name: 'a', command: shell('echo one > /data/x'), mounts });
  await engine.reopen();
  const id = await engine.run({ name: 'b', command: shell('cat /data/x; echo two > /data/y'), mounts });
  expect(loggedOutput(engine.containers.status(id).logPath)).toBe('one\n');
  const { mountpoint, usedBy, anonymous } = engine.containers.volumes.get('data');
  expect(readdirSync(mountpoint)).toEqual(['x', 'y']);
  expect({ users: usedBy.length, anonymous }).toEqual({ users: 2, anonymous: false });
  expect((await engine.containers.inspect('b')).volumes).toEqual([{ name: 'data', target: '/data' }]);
  const readonly = [{ ...mounts[0], readonly: true }];
  const no = await engine.run({ name: 'c', command: shell('echo x > /data/z'), mounts: readonly });
  expect(engine.containers.status(no).exit).toMatchObject({ code: 1 });
  // Never while somebody has it, whether that runs or not.
  await expect(engine.containers.volumes.remove('data')).rejects.toMatchObject({ code: 'failed-precondition' });
  for (const name of ['a', 'b', 'c']) await engine.containers.remove(name, { volumes: true });
  expect(readFileSync(join(engine.containers.volumes.get('data').mountpoint, 'y'), 'utf8')).toBe('two\n');
  await engine.containers.volumes.remove('data');
  expect(engine.containers.volumes.list()).toEqual([]);
});

test('an empty volume begins with what the image has there, a filled one is left as it is', async () => {
  await using engine = await TestEngine.open();
  const rootfs = join(engine.root, 'rootfs');
  const busybox = statSync('/bin/busybox').isFile() && readFileSync('/bin/busybox');
  mkdirSync(join(rootfs, 'bin'), { recursive: true });
  writeFileSync(join(rootfs, 'bin/sh'), busybox as Buffer, { mode: 0o755 });
  mkdirSync(join(rootfs, 'srv/sub'), { recursive: true, mode: 0o750 });
  writeFileSync(join(rootfs, 'srv/sub/file'), 'of the image');
  const command = ['/bin/sh', '-c', 'echo mine > /srv/sub/file'];
  const at = (source: string, more = {}) => [{ kind: 'volume', source, target: '/srv', ...more }] as const;
  await engine.containers.create({ name: 'a', image: rootfs, command, mounts: at('filled') });
  const { mountpoint } = engine.containers.volumes.get('filled');
  expect(readFileSync(join(mountpoint, 'sub/file'), 'utf8')).toBe('of the image');
  expect(statSync(mountpoint).mode & 0o777).toBe(statSync(join(rootfs, 'srv')).mode & 0o777);
  await engine.containers.start('a');
  await engine.containers.waitForExit('a');
  await engine.containers.create({ name: 'b', image: rootfs, command, mounts: at('filled') });
  expect(readFileSync(join(mountpoint, 'sub/file'), 'utf8')).toBe('mine\n');
  // The image is as it was, and an empty volume may stay empty.
  expect(readFileSync(join(rootfs, 'srv/sub/file'), 'utf8')).toBe('of the image');
  await engine.containers.create({ name: 'c', image: rootfs, command, mounts: at('empty', { noCopy: true }) });
  expect(readdirSync(engine.containers.volumes.get('empty').mountpoint)).toEqual([]);
});

test('anonymous volumes go with their container when that is wanted, named ones never', async () => {
  await using engine = await TestEngine.open();
  const mounts = [
    { kind: 'volume', target: '/anonymous' },
    { kind: 'volume', source: 'named', target: '/named' },
  ] as const;
  const { volumes } = engine.containers;
  await engine.run({ name: 'a', command: ['true'], mounts });
  await engine.containers.remove('a');
  expect(
    volumes
      .list()
      .map(({ anonymous }) => anonymous)
      .toSorted(),
  ).toEqual([false, true]);
  await engine.run({ name: 'b', command: ['true'], mounts });
  await engine.containers.remove('b', { volumes: true });
  expect(volumes.list()).toHaveLength(2);
  await engine.containers.create({ name: 'c', image, command: ['true'], mounts, autoRemove: true });
  await engine.containers.start('c');
  await expect.poll(() => volumes.list().map(({ usedBy }) => usedBy)).toEqual([[], []]);
});

test('a creation that fails leaves no volume behind', async () => {
  await using engine = await TestEngine.open();
  await engine.containers.volumes.create({ name: 'old' });
  const mounts = [
    { kind: 'volume', source: 'new', target: '/new' },
    { kind: 'volume', source: 'old', target: '/old' },
  ] as const;
  const creation = engine.containers.create({ name: 'x', image, command: ['true'], mounts, workdir: '/proc/nowhere' });
  await expect(creation).rejects.toThrow();
  expect(engine.containers.volumes.list().map(({ name }) => name)).toEqual(['old']);
});

test('what takes room is told, and what could go goes, after a look at it', async () => {
  await using engine = await TestEngine.open();
  const streaming = undefined as never;
  const execs = { containerRemoved: () => undefined } as never;
  const port = composeEngine({ ...engine, containers: engine.containers, execs, streaming } as never);
  const write = (bytes: number) => shell(`head -c ${bytes} /dev/zero > /data/f; head -c 100000 /dev/zero > /g`);
  await engine.run({ name: 'a', command: write(300_000), mounts: [{ kind: 'volume', target: '/data' }] });
  await engine.run({ name: 'b', command: write(5_000), mounts: [{ kind: 'volume', source: 'kept', target: '/data' }] });
  const usage = await port.diskUsage();
  expect(usage.images.map(({ reclaimable }) => reclaimable)).toEqual([false]);
  expect(usage.containers).toMatchObject([
    { name: 'a', reclaimable: true },
    { name: 'b', reclaimable: true },
  ]);
  for (const { sizeBytes } of usage.containers) expect(sizeBytes).toBeGreaterThanOrEqual(100_000);
  expect(usage.volumes.map(({ reclaimable }) => reclaimable)).toEqual([false, false]);
  expect(Math.max(...usage.volumes.map(({ sizeBytes }) => sizeBytes))).toBeGreaterThanOrEqual(300_000);
  await engine.containers.create({ name: 'waits', image, command: ['true'] });
  const names = async (dryRun: boolean) => (await port.pruneContainers({ dryRun })).map(({ name }) => name);
  expect(await names(true)).toEqual(['a', 'b']);
  expect(engine.containers.list()).toHaveLength(3);
  expect(await names(false)).toEqual(['a', 'b']);
  expect(engine.containers.list().map(({ name }) => name)).toEqual(['waits']);
  const [candidate, ...others] = await port.pruneVolumes({ dryRun: true });
  expect(others).toEqual([]);
  expect(candidate?.sizeBytes).toBeGreaterThanOrEqual(300_000);
  expect(engine.containers.volumes.list()).toHaveLength(2);
  await port.pruneVolumes();
  expect(engine.containers.volumes.list().map(({ name }) => name)).toEqual(['kept']);
  expect(await port.pruneVolumes({ all: true })).toMatchObject([{ name: 'kept' }]);
});
