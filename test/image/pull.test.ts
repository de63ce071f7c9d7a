import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PullProgress } from '../../src/core/api/index.ts';
import { busyboxMembers } from '../fixtures/busybox-layers.ts';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { TestRegistry } from '../fixtures/registry.ts';
import { SlowRegistry } from '../fixtures/slow-registry.ts';

let registry: TestRegistry;
const base = { members: busyboxMembers() };

beforeAll(async () => {
  registry = await TestRegistry.start();
});

afterAll(async () => {
  await registry[Symbol.asyncDispose]();
});

async function pull(engine: TestEngine, name: string, options = {}): Promise<PullProgress[]> {
  const news: PullProgress[] = [];
  for await (const progress of engine.images.pulls.follow(name, options, new AbortController().signal))
    news.push(progress);
  return news;
}

/** What a container of the image writes. */
async function output(engine: TestEngine, image: string, command: string[], name = 'test'): Promise<string[]> {
  const id = await engine.run({ image, command, name });
  const log = readFileSync(engine.containers.status(id).logPath, 'utf8');
  await engine.containers.remove(id);
  return log
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ').slice(3).join(' '));
}

/** Everything the store holds, as short paths. */
function stored(engine: TestEngine): string[] {
  const images = join(engine.config.libRoot, 'images');
  return ['blobs/sha256', 'layers', 'references', 'ingest']
    .flatMap((name) =>
      existsSync(join(images, name)) ? readdirSync(join(images, name)).map((entry) => `${name}/${entry}`) : [],
    )
    .toSorted();
}

test('an image of several layers runs, with what its configuration says', async () => {
  await using engine = await TestEngine.open();
  const name = `${registry.host}/app:1`;
  await registry.push(
    'app',
    {
      layers: [
        base,
        {
          members: [
            { path: 'etc/motd', content: 'from zstd\n' },
            { path: 'etc/.wh.group' },
            { path: 'srv/', type: '5', uid: 1000, mode: 0o700 },
          ],
          compress: zstdCompressSync,
          mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd',
        },
      ],
      config: {
        Entrypoint: ['sh', '-c'],
        Cmd: ['id -u; id -g; pwd; echo $COLOR; echo $HOME; cat /etc/motd; ls /etc'],
        Env: ['COLOR=green', 'PATH=/bin'],
        User: 'ada',
        WorkingDir: '/srv',
        Labels: { team: 'a' },
        StopSignal: 'SIGINT',
      },
    },
    '1',
  );
  const news = await pull(engine, name);
  expect(news[0]).toMatchObject({ kind: 'resolved', name, platform: 'linux/amd64' });
  expect(news.at(-1)).toMatchObject({ kind: 'done', changed: true, image: { name } });
  const said = await output(engine, name, []);
  expect(said).toEqual([
    '1000',
    '1001',
    '/srv',
    'green',
    '/home/ada',
    'from zstd',
    'hostname',
    'hosts',
    'motd',
    'passwd',
    'resolv.conf',
  ]);
  expect(await output(engine, name, ['echo overridden'])).toEqual(['overridden']);
  expect((await pull(engine, name)).at(-1)).toMatchObject({ kind: 'done', changed: false });
});

test('an image that is removed leaves nothing, and what another one shares stays', async () => {
  await using engine = await TestEngine.open();
  const [one, two] = ['one', 'two'].map((tag) => `${registry.host}/shared:${tag}`) as [string, string];
  await registry.push('shared', { layers: [base, { members: [{ path: 'one' }] }] }, 'one');
  await registry.push('shared', { layers: [base, { members: [{ path: 'two' }] }], docker: true }, 'two');
  await Promise.all([pull(engine, one), pull(engine, two), pull(engine, one)]);
  expect(stored(engine).filter((name) => name.startsWith('layers/'))).toHaveLength(3);
  const id = await engine.run({ image: two, command: ['true'] });
  await expect(engine.images.remove(two)).rejects.toMatchObject({ code: 'failed-precondition' });
  await engine.images.remove(one);
  expect(stored(engine).filter((name) => name.startsWith('layers/'))).toHaveLength(2);
  await engine.containers.remove(id);
  await engine.images.remove(two);
  expect(stored(engine)).toEqual([]);
  await expect(engine.images.remove(two)).rejects.toMatchObject({ code: 'not-found' });
});

test('of an index the image for this machine is taken; without one, what there is is said', async () => {
  await using engine = await TestEngine.open();
  const make = async (architecture: string, variant?: string) => ({
    ...(await registry.push('many', {
      layers: [{ members: [{ path: architecture }] }],
      architecture,
      ...(variant !== undefined && { variant }),
    })),
    platform: { os: 'linux', architecture, ...(variant !== undefined && { variant }) },
  });
  const attestation = { ...(await make('s390x')), platform: { os: 'unknown', architecture: 'unknown' } };
  await registry.pushIndex('many', [attestation, await make('arm64', 'v8'), await make('amd64')], '1');
  const name = `${registry.host}/many:1`;
  expect((await pull(engine, name, { platform: 'linux/arm64' }))[0]).toMatchObject({ platform: 'linux/arm64/v8' });
  expect((await pull(engine, name, { platform: 'linux/amd64' }))[0]).toMatchObject({ platform: 'linux/amd64' });
  await expect(pull(engine, name, { platform: 'linux/riscv64' })).rejects.toMatchObject({
    code: 'not-found',
    hint: expect.stringContaining('linux/arm64/v8, linux/amd64'),
  });
});

test('what is not there, or is not what it should be, is said and leaves nothing', async () => {
  await using engine = await TestEngine.open();
  await expect(pull(engine, `${registry.host}/nothing:1`)).rejects.toMatchObject({ code: 'not-found' });
  await expect(pull(engine, 'Not/A/Name')).rejects.toMatchObject({ code: 'invalid-argument' });
  await registry.push('liar', { layers: [base], diffIds: [`sha256:${'0'.repeat(64)}`] }, '1');
  await expect(pull(engine, `${registry.host}/liar:1`)).rejects.toMatchObject({ code: 'data-loss' });
  await registry.push('evil', { layers: [{ members: [{ path: '../../evil', content: 'x' }] }] }, '1');
  await expect(pull(engine, `${registry.host}/evil:1`)).rejects.toMatchObject({ code: 'data-loss' });
  expect(stored(engine).filter((name) => !name.startsWith('blobs/'))).toEqual([]);
  expect((await engine.images.store.list()).map(({ name }) => name)).toEqual(['busybox:latest']);
});

test('an image of more layers than one page of mount options can name', async () => {
  await using engine = await TestEngine.open();
  const more = Array.from({ length: 70 }, (_, index) => ({
    members: [
      { path: `tmp/file${index}`, content: String(index) },
      { path: 'tmp/last', content: String(index) },
      ...(index > 0 ? [{ path: `tmp/.wh.file${index - 1}` }] : []),
    ],
  }));
  await registry.push('tall', { layers: [base, ...more] }, '1');
  const name = `${registry.host}/tall:1`;
  await pull(engine, name);
  expect(await output(engine, name, ['sh', '-c', 'echo $(cat /tmp/last); ls /tmp'])).toEqual(['69', 'file69', 'last']);
});

test('a command that the image does not have is said before the container is there', async () => {
  await using engine = await TestEngine.open();
  await registry.push('plain', { layers: [base, { members: [{ path: 'x' }] }], config: { User: 'nobody' } }, '1');
  const image = `${registry.host}/plain:1`;
  await pull(engine, image);
  await expect(engine.containers.create({ name: 'x', image, command: ['nothing'] })).rejects.toMatchObject({
    code: 'failed-precondition',
    message: expect.stringContaining(`there is no command "nothing" in ${image}`),
  });
  await expect(engine.containers.create({ name: 'x', image, command: ['sh'] })).rejects.toMatchObject({
    message: expect.stringContaining('no user "nobody"'),
  });
  await expect(engine.containers.create({ name: 'x', image, command: [] })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
});

test('a full disk in the middle of a pull is said, and the store is as before', async () => {
  const root = makeTestRoot();
  const lib = join(root, 'lib');
  mkdirSync(lib);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'small', lib]);
  try {
    await using engine = await TestEngine.open({}, root);
    await engine.images.store.list();
    const content = randomBytes(12_000_000);
    await registry.push('large', { layers: [base, { members: [{ path: 'large', content }] }] }, '1');
    await expect(pull(engine, `${registry.host}/large:1`)).rejects.toMatchObject({
      code: 'resource-exhausted',
      hint: expect.stringContaining('df -h'),
    });
    expect((await engine.images.store.list()).map(({ name }) => name)).toEqual(['busybox:latest']);
    // What did not fit does not stay in the way of others.
    await engine.containers.remove(await engine.run({ command: ['true'] }));
    execFileSync('umount', ['-l', lib]);
  } finally {
    execFileSync('sh', ['-c', 'umount -l "$1" 2>/dev/null; rm -rf "$2"', 'sh', lib, root]);
  }
});

test('a container of several layers starts again when its file system is not mounted any more', async () => {
  await using engine = await TestEngine.open();
  await registry.push('twice', { layers: [base, { members: [{ path: 'etc/motd', content: 'again\n' }] }] }, '1');
  const image = `${registry.host}/twice:1`;
  await pull(engine, image);
  const id = await engine.run({ image, command: ['cat', '/etc/motd'] });
  // As after the machine was restarted.
  execFileSync('umount', [engine.containers.locate(id).rootfs]);
  await engine.reopen();
  await engine.containers.start(id);
  await engine.containers.waitForExit(id);
  expect(readFileSync(engine.containers.status(id).logPath, 'utf8').match(/again/g)).toHaveLength(2);
});

test("an image's volumes belong to the container: filled, kept over runs, not committed, and overridden by a mount", async () => {
  await using engine = await TestEngine.open();
  const members = [
    { path: 'data/', type: '5', mode: 0o750, uid: 7 },
    { path: 'data/seed', content: 'seed\n' },
    { path: 'other/', type: '5', mode: 0o755 },
  ];
  const config = { Volumes: { '/data': {}, '/other': {} }, ExposedPorts: { '80/tcp': {} } };
  await registry.push('volumes', { layers: [base, { members }], config }, '1');
  const image = `${registry.host}/volumes:1`;
  await pull(engine, image);
  expect((await engine.images.store.inspect(image)).config).toMatchObject({
    volumes: ['/data', '/other'],
    exposedPorts: ['80/tcp'],
  });
  const script = 'cat /data/*; stat -c "%a %u" /data; echo more >/data/more; ls /other';
  const mounts = [{ kind: 'tmpfs', target: '/other' } as const];
  const id = await engine.run({ image, command: ['sh', '-c', script], mounts, rootfsReadonly: true });
  await engine.containers.start(id);
  await engine.containers.waitForExit(id);
  const log = readFileSync(engine.containers.status(id).logPath, 'utf8');
  expect([...log.matchAll(/ F (.*)/g)].map(([, line]) => line)).toEqual(['seed', '750 7', 'more', 'seed', '750 7']);
  expect((await engine.containers.changes(id)).filter(({ path }) => path.startsWith('/data/'))).toEqual([]);
  await engine.containers.remove(id);
});

test('a store that cannot be written to is said, and stays as it is', async () => {
  const root = makeTestRoot();
  const lib = join(root, 'lib');
  mkdirSync(lib);
  execFileSync('mount', ['-t', 'tmpfs', 'small', lib]);
  try {
    await using engine = await TestEngine.open({}, root);
    await registry.push('readonly', { layers: [base] }, '1');
    execFileSync('mount', ['-o', 'remount,ro', lib]);
    await expect(pull(engine, `${registry.host}/readonly:1`)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('read-only'),
    });
    execFileSync('mount', ['-o', 'remount,rw', lib]);
    expect((await pull(engine, `${registry.host}/readonly:1`)).at(-1)).toMatchObject({ kind: 'done' });
    execFileSync('umount', ['-l', lib]);
  } finally {
    execFileSync('sh', ['-c', 'umount -l "$1" 2>/dev/null; rm -rf "$2"', 'sh', lib, root]);
  }
});

test('pulls go on when nobody watches, can be joined and cancelled, and are remembered', async () => {
  await using engine = await TestEngine.open();
  await using slow = await SlowRegistry.before(registry.host, 20_000);
  const content = randomBytes(3_000_000);
  await registry.push('slowly', { layers: [base, { members: [{ path: 'noise', content }] }] }, '1');
  const name = `${slow.host}/slowly:1`;
  const { pulls } = engine.images;
  const first = await pulls.start(name, {});
  expect((await pulls.start(name, {})).id).toBe(first.id);
  const watch = pulls.watch(first.id, new AbortController().signal);
  expect((await watch.next()).value).toMatchObject({ kind: 'resolved' });
  // Whoever watches may leave.
  await watch.return(undefined);
  expect(pulls.list()).toMatchObject([{ id: first.id, state: 'running', reference: name }]);
  await pulls.cancel(first.id);
  expect(pulls.list()).toMatchObject([{ id: first.id, state: 'cancelled' }]);
  const second = await pulls.start(name, {});
  slow.hurry();
  const news: PullProgress[] = [];
  for await (const progress of pulls.watch(second.id, new AbortController().signal)) news.push(progress);
  expect(news.at(-1)).toMatchObject({ kind: 'done', changed: true });
  await engine.reopen();
  expect(engine.images.pulls.list()).toMatchObject([
    { id: second.id, state: 'done' },
    { id: first.id, state: 'cancelled' },
  ]);
  await expect(engine.images.pulls.cancel('nothing')).rejects.toMatchObject({ code: 'not-found' });
});
