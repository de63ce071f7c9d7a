import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { findLeaks } from '../fixtures/leaks.ts';
import { writeFaultyRuntime } from '../fixtures/runtime.ts';

/** A creation that must fail, and leave neither files nor mounts nor processes nor its name. */
async function expectRollback(engine: TestEngine, error: object): Promise<void> {
  const options = { name: 'x', image: 'busybox', command: ['true'] };
  await expect(engine.containers.create(options)).rejects.toMatchObject(error);
  await expect.poll(() => findLeaks(engine.root, engine.config)).toEqual(keptCgroups(engine));
  expect(engine.containers.list()).toEqual([]);
  expect(engine.history).toEqual([]);
  await expect(engine.containers.create(options)).rejects.not.toMatchObject({ code: 'already-exists' });
}

/** The cgroup of the shims, once made, stays as long as the engine is open. */
function keptCgroups({ config }: TestEngine): string[] {
  const places = ['/sys/fs/cgroup', '/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified'];
  return places.some((place) => existsSync(`${place}${config.cgroupParent}/shims`)) ? ['cgroup shims'] : [];
}

test('a disk that fills up while the files are written', async () => {
  const root = makeTestRoot();
  const lib = join(root, 'lib');
  mkdirSync(lib);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'full', lib]);
  try {
    await using engine = await TestEngine.open({}, root);
    await engine.containers.images.store.list();
    try {
      writeFileSync(join(lib, 'ballast'), Buffer.alloc(8 << 20));
    } catch {
      // That is the purpose.
    }
    await expectRollback(engine, { code: 'resource-exhausted', hint: expect.stringContaining('df -h') });
    execFileSync('umount', ['-l', lib]);
  } finally {
    execFileSync('sh', ['-c', 'umount -l "$1" 2>/dev/null; rm -rf "$2"', 'sh', lib, root]);
  }
});

test('a lib root that overlayfs cannot use, where nothing else is wanted', async () => {
  const root = makeTestRoot();
  const lib = join(root, 'lib');
  for (const name of ['lib', 'lower', 'upper', 'work']) mkdirSync(join(root, name));
  const layers = `lowerdir=${root}/lower,upperdir=${root}/upper,workdir=${root}/work`;
  execFileSync('mount', ['-t', 'overlay', '-o', layers, 'overlay', lib]);
  try {
    await using engine = await TestEngine.open({ rootfsDriver: 'overlay' }, root);
    await expectRollback(engine, { code: 'failed-precondition', hint: expect.stringContaining('overlay') });
    execFileSync('umount', ['-l', lib]);
  } finally {
    execFileSync('sh', ['-c', 'umount -l "$1" 2>/dev/null; rm -rf "$2"', 'sh', lib, root]);
  }
});

test('a shim that does not start', async () => {
  const root = makeTestRoot();
  const shimPath = join(root, 'shim');
  writeFileSync(shimPath, '#!/bin/sh\necho "no shim today" >&2\nexit 1\n', { mode: 0o755 });
  await using engine = await TestEngine.open({ shimPath }, root);
  await expectRollback(engine, { code: 'internal', message: 'conman-shim failed: no shim today' });
});

test('a runtime that refuses', async () => {
  const root = makeTestRoot();
  const refusal = `echo '{"level":"error","msg":"not on a \\"Monday\\""}' >&2; exit 1`;
  await using engine = await TestEngine.open({ runtimePath: writeFaultyRuntime(root, 'create', refusal) }, root);
  await expectRollback(engine, {
    code: 'failed-precondition',
    message: 'cannot create the container: not on a "Monday"',
  });
});

test('a runtime that dies after it has made the container', async () => {
  const root = makeTestRoot();
  const death = '/usr/bin/runc "$@"; kill -9 $$';
  await using engine = await TestEngine.open({ runtimePath: writeFaultyRuntime(root, 'create', death) }, root);
  await expectRollback(engine, { code: 'failed-precondition' });
});

test('a record that cannot be written when the container is there already', async () => {
  const root = makeTestRoot();
  const obstacle = `/usr/bin/runc "$@" && mkdir -p ${root}/lib/containers/$id/record.json/x; exit 0`;
  await using engine = await TestEngine.open({ runtimePath: writeFaultyRuntime(root, 'create', obstacle) }, root);
  await expectRollback(engine, { code: 'internal', message: expect.stringContaining('record.json') });
});

test('a start that fails leaves the container as it was', async () => {
  const root = makeTestRoot();
  const refusal = `echo '{"level":"error","msg":"not yet"}' >&2; exit 1`;
  await using engine = await TestEngine.open({ runtimePath: writeFaultyRuntime(root, 'start', refusal) }, root);
  const { id } = await engine.containers.create({ name: 'x', image: 'busybox', command: ['true'] });
  await expect(engine.containers.start(id)).rejects.toMatchObject({ message: 'cannot start the container: not yet' });
  expect(engine.containers.status(id)).toMatchObject({ state: 'created', startedAt: 0n });
});

test('a removal that fails can be tried again', async () => {
  const root = makeTestRoot();
  const refusal = `test -e ${root}/ok || { echo '{"level":"error","msg":"busy"}' >&2; exit 1; }`;
  await using engine = await TestEngine.open({ runtimePath: writeFaultyRuntime(root, 'delete', refusal) }, root);
  const id = await engine.run({ command: ['true'] });
  await expect(engine.containers.remove(id)).rejects.toMatchObject({ message: expect.stringContaining('busy') });
  expect(engine.containers.status(id).state).toBe('exited');
  writeFileSync(join(root, 'ok'), '');
  await engine.containers.remove(id);
  expect(engine.containers.list()).toEqual([]);
});
