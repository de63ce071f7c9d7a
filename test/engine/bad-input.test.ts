import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CreateContainerOptions } from '../../src/core/api/index.ts';
import { unpackBusybox } from '../fixtures/busybox-layers.ts';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

type BadRequest = readonly [what: string, Partial<CreateContainerOptions>, code: string, message: string];

const badRequests: readonly BadRequest[] = [
  ['an empty name', { name: '' }, 'invalid-argument', '"" is not a container name'],
  ['a name with a slash', { name: '../x' }, 'invalid-argument', '"../x" is not a container name'],
  ['a name with a newline', { name: 'a\n' }, 'invalid-argument', '"a\\n" is not a container name'],
  ['a long name', { name: 'a'.repeat(65) }, 'invalid-argument', 'is not a container name'],
  ['no image', { image: '' }, 'invalid-argument', 'no image is given'],
  ['an unknown image', { image: 'nginx' }, 'not-found', 'there is no image "nginx"'],
  ['an image that is a path upwards', { image: '../../etc' }, 'not-found', 'there is no image'],
  ['a missing rootfs', { image: '/nonexistent/rootfs' }, 'not-found', '/nonexistent/rootfs does not exist'],
  ['a rootfs that is a file', { image: '/etc/passwd' }, 'invalid-argument', '/etc/passwd is not a directory'],
  ['a missing command', { command: ['/nope'] }, 'failed-precondition', 'there is no command "/nope"'],
  ['a missing command in PATH', { command: ['nope'] }, 'failed-precondition', 'in none of /usr/local/sbin:'],
  ['a command not in its PATH', { command: ['sh'], env: ['PATH=/usr'] }, 'failed-precondition', 'in none of /usr'],
  ['a command that is a directory', { command: ['/etc'] }, 'failed-precondition', '"/etc" is a directory'],
  ['a file that is no program', { command: ['/etc/passwd'] }, 'failed-precondition', 'is not executable'],
  ['an empty command', { command: ['', 'x'] }, 'invalid-argument', 'the command is empty'],
  ['a NUL', { command: ['echo', 'a\0b'] }, 'invalid-argument', 'NUL'],
  ['a variable without a value', { env: ['A'] }, 'invalid-argument', '"A" is not KEY=value'],
  ['a relative working directory', { workdir: 'tmp' }, 'invalid-argument', '"tmp" is not an absolute path'],
  ['a host name that is none', { hostname: 'a b' }, 'invalid-argument', '"a b" is not a host name'],
  ['a terminal without rows', { terminalSize: { columns: 80, rows: 0 } }, 'invalid-argument', '80 columns by 0 rows'],
];

test('every bad request is refused with its reason, and leaves nothing', async () => {
  await using engine = await TestEngine.open();
  for (const [what, options, code, message] of badRequests) {
    const attempt = engine.containers.create({ name: 'bad', image: 'busybox', command: ['true'], ...options });
    await expect(attempt, what).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  }
  expect(engine.containers.list()).toEqual([]);
  expect(engine.history).toEqual([]);
  await engine.containers.create({ name: 'bad', image: 'busybox', command: ['true'] });
});

test('a directory without a command needs one, and its links are followed inside it only', async () => {
  const root = makeTestRoot();
  unpackBusybox(join(root, 'image/rootfs'));
  const image = join(root, 'image/rootfs');
  symlinkSync('/etc/passwd', join(image, 'outside'));
  mkdirSync(join(image, 'opt'));
  symlinkSync('../../../../../bin/sh', join(image, 'opt/sh'));
  await using engine = await TestEngine.open({}, root);
  const create = (command: string[]) => engine.containers.create({ name: 'x', image, command });
  await expect(create([])).rejects.toMatchObject({ code: 'invalid-argument', hint: expect.any(String) });
  await expect(create(['/outside'])).rejects.toMatchObject({ message: expect.stringContaining('not executable') });
  const { id } = await create(['/opt/sh', '-c', 'exit 4']);
  await engine.containers.start(id);
  expect(await engine.containers.waitForExit(id)).toMatchObject({ code: 4 });
});

test('the reason of the runtime reaches the user', async () => {
  const root = makeTestRoot();
  unpackBusybox(join(root, 'image/rootfs'));
  const image = join(root, 'image/rootfs');
  // Looks like a program to everybody but the kernel.
  writeFileSync(join(image, 'garbage'), 'neither a script nor ELF\n');
  chmodSync(join(image, 'garbage'), 0o755);
  writeFileSync(join(image, 'workdir-is-a-file'), '');
  await using engine = await TestEngine.open({}, root);
  const attempt = engine.containers.create({ name: 'x', image, command: ['true'], workdir: '/workdir-is-a-file' });
  await expect(attempt).rejects.toMatchObject({
    code: 'failed-precondition',
    message: expect.stringMatching(/^cannot create the container: .*workdir-is-a-file.*not a directory/),
  });
  const { id } = await engine.containers.create({ name: 'x', image, command: ['/garbage'] });
  await engine.containers.start(id);
  expect((await engine.containers.waitForExit(id)).code).not.toBe(0);
  expect(loggedOutput(engine.containers.status(id).logPath, 'stderr')).toMatch(/exec format error/i);
});

test('references that mean nothing, or too much, are refused', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  for (const ref of ['', 'nobody', 'ABC', 'a/b', '0'.repeat(32), '0'.repeat(33)]) {
    expect(() => containers.status(ref), ref).toThrow('there is no container');
  }
  await containers.remove('0'.repeat(32));
  await expect(containers.remove('nobody')).rejects.toMatchObject({ code: 'not-found' });
  const { id } = await containers.create({ name: 'x', image: 'busybox', command: ['true'] });
  await expect(containers.kill(id, 'NOPE')).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(containers.stop(id, { timeoutSeconds: -1 })).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(containers.stop(id, { timeoutSeconds: Number.NaN })).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('of two creates that race for a name one wins', async () => {
  await using engine = await TestEngine.open();
  const create = () => engine.containers.create({ name: 'wanted', image: 'busybox', command: ['true'] });
  const results = await Promise.allSettled([create(), create(), create()]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'already-exists' });
  }
  expect(engine.containers.list()).toHaveLength(1);
  await expect(create()).rejects.toMatchObject({ code: 'already-exists', hint: expect.stringContaining('wanted') });
});

test('without a runtime, a shim or a seccomp profile it says what is missing', async () => {
  for (const [changes, message] of [
    [{ runtimePath: '/nonexistent/runc' }, 'there is no OCI runtime at /nonexistent/runc'],
    [{ shimPath: '/etc/passwd' }, 'there is no conman-shim at /etc/passwd'],
    [{ assetsDir: '/nonexistent' }, 'no seccomp profile at /nonexistent/seccomp.json'],
  ] as const) {
    await using engine = await TestEngine.open(changes);
    const attempt = engine.containers.create({ name: 'x', image: 'busybox', command: ['true'] });
    await expect(attempt).rejects.toMatchObject({ code: 'failed-precondition', message, hint: expect.any(String) });
  }
});
