import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CreateContainerOptions } from '../../src/core/api/index.ts';
import { containerFiles } from '../../src/core/files/container-files.ts';
import { listMounts } from '../../src/core/host/mounts.ts';
import { Syscalls } from '../../src/core/host/syscalls.ts';
import { TarReader } from '../../src/core/image/unpack/tar-reader.ts';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

/** In a root that others may pass: its container's users are others. */
async function openEngine(): Promise<TestEngine> {
  const root = makeTestRoot();
  chmodSync(root, 0o711);
  return await TestEngine.open({}, root);
}

const auto = { kind: 'auto' } as const;

/** What a script in a container of its own says. */
async function said(engine: TestEngine, script: string, options: Partial<CreateContainerOptions> = {}) {
  const command = ['sh', '-c', script];
  const id = await engine.run({ userNamespace: auto, command, ...options });
  const { logPath, exit } = engine.containers.status(id);
  return { id, exit, lines: loggedOutput(logPath).trimEnd().split('\n'), errors: loggedOutput(logPath, 'stderr') };
}

/** Owners by path in an archive. */
async function ownersIn(archive: AsyncIterable<Uint8Array>): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  const reader = new TarReader({
    entry: ({ path, uid, gid }) => void owners.set(path.replace(/^\.\//, ''), `${uid}:${gid}`),
    data: () => undefined,
    endEntry: () => undefined,
  });
  for await (const chunk of archive) reader.push(Buffer.from(chunk));
  reader.finish();
  return owners;
}

test("its root is the owner of its files, and nobody's on the host; no two containers share ids", async () => {
  await using engine = await openEngine();
  const script =
    'cat /proc/self/uid_map; stat -c %u:%g / /bin /etc/hosts /dev/shm; echo 127.0.0.9 x >>/etc/hosts; id -u';
  const first = await said(engine, `${script}; touch /mine; echo again >/dev/stdout`, { name: 'first' });
  expect(first.errors).toBe('');
  const [map = '', ...rest] = first.lines;
  expect(map.trim().split(/\s+/)).toEqual(['0', String(0x7000_0000), '65536']);
  expect(rest).toEqual(['0:0', '0:0', '0:0', '0:0', '0', 'again']);
  const second = await said(engine, script, { name: 'second' });
  expect(second.lines[0]?.trim().split(/\s+/)[1]).toBe(String(0x7001_0000));
  const { paths, userNamespace } = await engine.containers.inspect(first.id);
  expect(userNamespace?.uids).toEqual([{ container: 0, host: 0x7000_0000, size: 65_536 }]);
  expect(statSync(join(paths.directory, 'upper/mine')).uid).toBe(0x7000_0000);
  // Nobody else comes to them, and nothing that made them stays.
  expect(statSync(paths.directory)).toMatchObject({ gid: 0x7000_0000 });
  expect(statSync(paths.directory).mode & 0o777).toBe(0o710);
  expect(existsSync(join(paths.directory, 'mapped/lower'))).toBe(false);
});

test('its processes are those ids on the host; it is entered, stopped and started again as any other', async () => {
  await using engine = await openEngine();
  const userNamespace = { kind: 'maps', uids: [{ container: 0, host: 200_000, size: 2000 }] } as const;
  const script = 'trap "exit 7" TERM; echo run >>/runs; while :; do sleep 0.02; done';
  const { id } = await engine.containers.create({
    ...{ name: 'a', image: 'busybox', command: ['sh', '-c', script] },
    ...{ user: '1000:1000', userNamespace: { ...userNamespace, gids: userNamespace.uids } },
  });
  await engine.containers.start(id);
  await engine.reopen();
  const { pid } = engine.containers.status(id);
  expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Uid:\t201000\t201000\t/m);
  await engine.containers.stop(id);
  expect(engine.containers.status(id).exit).toMatchObject({ code: 7 });
  // As after a restart of the machine: nothing of it is mounted any more.
  await engine.reopen(async () => {
    const mounts = (await listMounts()).filter(({ mountpoint }) => mountpoint.startsWith(`${engine.root}/`));
    expect(mounts.map(({ mountpoint }) => mountpoint)).toContain(join(engine.config.runRoot, 'userns', id));
    for (const { mountpoint } of mounts.toReversed()) await new Syscalls().unmount(mountpoint);
  });
  await engine.containers.start(id);
  await engine.containers.stop(id);
  expect(engine.containers.status(id).exit).toMatchObject({ code: 7 });
});

test('a volume has the ids that containers see, whatever they are on the host', async () => {
  await using engine = await openEngine();
  const mounts = [{ kind: 'volume', source: 'data', target: '/data' }] as const;
  const first = await said(engine, 'touch /data/root; touch /data/user; chown 1000:1001 /data/user; stat -c %u /data', {
    ...{ name: 'first', mounts },
  });
  expect(first).toMatchObject({ errors: '', lines: ['0'] });
  const second = await said(engine, 'stat -c %n:%u:%g /data/*; rm /data/root', { name: 'second', mounts });
  expect(second).toMatchObject({ errors: '', lines: ['/data/root:0:0', '/data/user:1000:1001'] });
  const plain = await said(engine, 'stat -c %u:%g /data/user', {
    name: 'plain',
    mounts,
    userNamespace: { kind: 'host' },
  });
  expect(plain.lines).toEqual(['1000:1001']);
  const filled = await said(engine, 'stat -c %u:%g /bin /bin/busybox; touch /bin/new', {
    ...{ name: 'filled', mounts: [{ kind: 'volume', source: 'programs', target: '/bin' }] },
  });
  expect(filled).toMatchObject({ errors: '', lines: ['0:0', '0:0'] });
  for (const name of ['first', 'second', 'plain', 'filled']) await engine.containers.remove(name);
  for (const name of ['data', 'programs']) await engine.containers.volumes.remove(name);
});

test('diff, commit, export and cp have the ids that the container sees', async () => {
  await using engine = await openEngine();
  const script = 'mkdir /made; echo x >/made/user; chown -R 1000:1001 /made; chown 33 /etc; sleep 1000';
  const { id } = await engine.containers.create({
    ...{ name: 'a', image: 'busybox', command: ['sh', '-c', script], userNamespace: auto },
  });
  await engine.containers.start(id);
  const files = containerFiles((ref) => engine.containers.filesRoot(ref));
  await expect.poll(async () => (await files.statPath(id, '/etc')).uid).toBe(33);
  expect(await files.statPath(id, '/made/user')).toMatchObject({ uid: 1000, gid: 1001 });
  expect((await files.listDirectory(id, '/made'))[0]).toMatchObject({ name: 'user', uid: 1000, gid: 1001 });
  const out = await ownersIn(files.copyOut(id, '/made', {}));
  expect([...out.values()]).toEqual(['1000:1001', '1000:1001']);
  await files.copyIn(id, '/tmp', files.copyOut(id, '/made', {}));
  expect(await files.statPath(id, '/tmp/made/user')).toMatchObject({ uid: 1000, gid: 1001 });
  const changed = (await engine.containers.changes(id)).map(({ kind, path }) => `${kind} ${path}`);
  expect(changed).toContain('added /made/user');
  // Its owner alone: nothing else of the image is taken for changed.
  expect(changed.filter((line) => line.includes('/bin'))).toEqual([]);
  const exported = await ownersIn(engine.containers.export(id));
  expect([exported.get('made/user'), exported.get('etc/'), exported.get('bin/busybox')]).toEqual([
    ...['1000:1001', '33:0'],
    '0:0',
  ]);
  await engine.containers.commit(id, 'mine:1', {});
  await engine.containers.remove(id, { force: true });
  const { lines } = await said(engine, 'stat -c %u:%g /made/user /etc', { ...{ name: 'b', image: 'mine:1' } });
  expect(lines).toEqual(['1000:1001', '33:0']);
  await engine.containers.remove('b');
});

test('what is written into a tmpfs of a running one is refused with what to do', async () => {
  await using engine = await openEngine();
  const mounts = [{ kind: 'tmpfs', target: '/t' }] as const;
  const { id } = await engine.containers.create({
    ...{ name: 'a', image: 'busybox', command: ['sleep', '1000'], userNamespace: auto, mounts },
  });
  await engine.containers.start(id);
  const files = containerFiles((ref) => engine.containers.filesRoot(ref));
  await expect(files.copyIn(id, '/t', files.copyOut(id, '/etc/hostname', {}))).rejects.toMatchObject({
    code: 'failed-precondition',
    message: expect.stringContaining('belongs to a user namespace'),
    hint: expect.stringContaining('conmanctl exec'),
  });
  await files.copyIn(id, '/tmp', files.copyOut(id, '/etc/hostname', {}));
  expect(await files.statPath(id, '/tmp/hostname')).toMatchObject({ uid: 0, gid: 0 });
});

test('of an ended container, too, files are copied with its ids', async () => {
  await using engine = await openEngine();
  const { id } = await said(engine, 'touch /mine; chown 5:6 /mine', { name: 'a' });
  const files = containerFiles((ref) => engine.containers.filesRoot(ref));
  expect(await files.statPath(id, '/mine')).toMatchObject({ uid: 5, gid: 6 });
  await files.copyIn(id, '/tmp', files.copyOut(id, '/mine', {}));
  const { paths } = await engine.containers.inspect(id);
  expect(statSync(join(paths.directory, 'upper/tmp/mine'))).toMatchObject({ uid: 0x7000_0005, gid: 0x7000_0006 });
});

test('what cannot be is said before anything is left behind', async () => {
  await using engine = await openEngine();
  const create = (options: Partial<CreateContainerOptions>): Promise<unknown> =>
    engine.containers.create({ name: 'x', image: 'busybox', command: ['true'], userNamespace: auto, ...options });
  await expect(create({ privileged: true })).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(create({ user: '70000' })).rejects.toMatchObject({
    message: "70000:0 is not among the container's user ids",
  });
  const range = { container: 1, host: 5, size: 1 };
  await expect(create({ userNamespace: { kind: 'maps', uids: [range], gids: [range] } })).rejects.toMatchObject({
    message: "no range of user ids holds 0, the container's root",
  });
  const twice = [
    { container: 0, host: 5, size: 10 },
    { container: 10, host: 14, size: 1 },
  ];
  await expect(create({ userNamespace: { kind: 'maps', uids: twice, gids: twice } })).rejects.toMatchObject({
    message: 'two ranges have the user id 14 of the host',
  });
  chmodSync(engine.root, 0o700);
  await expect(create({})).rejects.toMatchObject({
    message: `a container with user ids of its own cannot come through ${engine.root}`,
    hint: expect.stringContaining(`chmod o+x ${engine.root}`),
  });
  chmodSync(engine.root, 0o711);
  // An overlay cannot be shown with other owners.
  const { id } = await engine.containers.create({ name: 'below', image: 'busybox', command: ['true'] });
  const { rootfs } = await engine.containers.inspect(id);
  writeFileSync(join(rootfs.mountpoint, 'x'), '');
  await expect(create({ image: rootfs.mountpoint })).rejects.toMatchObject({
    code: 'failed-precondition',
    message: expect.stringMatching(/the owners of .* cannot be mapped \(EINVAL\)/),
  });
  expect(engine.containers.list().map(({ name }) => name)).toEqual(['below']);
});
