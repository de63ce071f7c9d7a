import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileOperations } from '../../src/core/api/index.ts';
import { containerFiles } from '../../src/core/files/container-files.ts';
import { localFiles } from '../../src/core/files/local-files.ts';
import { tarArchive } from '../../src/core/image/testing/tar-bytes.ts';
import { TestEngine } from '../fixtures/engine.ts';

function filesOf({ containers }: TestEngine): FileOperations {
  return containerFiles((ref) => containers.filesRoot(ref));
}

async function start(engine: TestEngine, script: string, more = {}): Promise<string> {
  const options = { name: 'c', image: 'busybox', command: ['sh', '-c', script], ...more };
  const { id } = await engine.containers.create(options);
  await engine.containers.start(id);
  return id;
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* chunksOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** Lines of `tar tv` about an archive: modes, owners, sizes, names and links. */
function listing(archive: Buffer): string[] {
  const lines = execFileSync('tar', ['tv', '--numeric-owner', '--full-time'], { input: archive, encoding: 'utf8' });
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\d{4}-\S+ \S+ /, '').replace(/ +/g, ' '));
}

const tree = `
  mkdir -p /t/sub/deep; cd /t; echo hello > file; chmod 640 file; chown 7:8 file; ln file again; ln -s /etc/passwd link
  ln -s sub dirlink; mkfifo fifo; echo deep > sub/deep/x; chmod 4711 sub/deep/x; chmod 1777 sub`;

test('a tree goes out of a container that has ended, and into another that runs, as it was', async () => {
  await using engine = await TestEngine.open();
  const files = filesOf(engine);
  await engine.run({ name: 'source', command: ['sh', '-c', tree] });
  const archive = await bytesOf(files.copyOut('source', '/t', { name: 'copy' }));
  const members = listing(archive);
  expect(members.toSorted()).toEqual(
    [
      'drwxr-xr-x 0/0 0 copy/',
      '-rw-r----- 7/8 6 copy/file',
      'hrw-r----- 7/8 0 copy/again link to copy/file',
      'lrwxrwxrwx 0/0 0 copy/link -> /etc/passwd',
      'lrwxrwxrwx 0/0 0 copy/dirlink -> sub',
      'prw-r--r-- 0/0 0 copy/fifo',
      'drwxrwxrwt 0/0 0 copy/sub/',
      'drwxr-xr-x 0/0 0 copy/sub/deep/',
      '-rws--x--x 0/0 5 copy/sub/deep/x',
    ]
      .toSorted()
      .map((line) =>
        // Which of two names of a file comes first is the directory's to say.
        line.includes('copy/file') && members.some((member) => member.includes('copy/file link to'))
          ? line.startsWith('h')
            ? 'hrw-r----- 7/8 0 copy/file link to copy/again'
            : '-rw-r----- 7/8 6 copy/again'
          : line,
      )
      .toSorted(),
  );
  await start(engine, 'sleep 1000');
  expect(await files.copyIn('c', '/tmp', chunksOf(archive))).toEqual({ entries: 9, bytes: 11 });
  const back = await bytesOf(files.copyOut('c', '/tmp/copy'));
  expect(listing(back).toSorted()).toEqual(members.toSorted());
  // A link is copied as one, or followed when asked to.
  expect(listing(await bytesOf(files.copyOut('c', '/tmp/copy/dirlink')))).toEqual(['lrwxrwxrwx 0/0 0 dirlink -> sub']);
  const followed = await bytesOf(files.copyOut('c', '/tmp/copy/dirlink', { followLink: true, name: '.' }));
  expect(listing(followed)).toContain('-rws--x--x 0/0 5 ./deep/x');
});

test('a running container shows what is mounted in it', async () => {
  await using engine = await TestEngine.open();
  const shared = join(engine.root, 'shared');
  mkdirSync(shared);
  writeFileSync(join(shared, 'greeting'), 'hello');
  await start(engine, 'echo t > /run/t; sleep 1000', {
    mounts: [
      { kind: 'tmpfs', target: '/run' },
      { kind: 'bind', source: shared, target: '/data' },
    ],
  });
  const files = filesOf(engine);
  await expect.poll(() => files.listDirectory('c', '/run')).toMatchObject([{ name: 't', kind: 'file', sizeBytes: 2 }]);
  expect((await files.readFile('c', '/data/greeting', { offset: 1, maxBytes: 3 })).data.toString()).toBe('101,108,108');
  await files.copyIn('c', '/data', chunksOf(tarArchive([{ path: 'answer', content: 'back' }])));
  expect(readFileSync(join(shared, 'answer'), 'utf8')).toBe('back');
  // Replacing a file that something is mounted on cannot be; it is written over.
  await files.copyIn('c', '/etc', chunksOf(tarArchive([{ path: 'hostname', content: 'other\n' }])));
  expect((await files.readFile('c', '/etc/hostname')).sizeBytes).toBe(6);
});

test('stat, list and read say what is there and what is not', async () => {
  await using engine = await TestEngine.open();
  const files = filesOf(engine);
  await engine.run({ name: 'c', command: ['sh', '-c', tree] });
  expect(await files.statPath('c', '/t/link')).toMatchObject({
    name: 'link',
    kind: 'symlink',
    linkTarget: '/etc/passwd',
  });
  expect(await files.statPath('c', '/t/dirlink', { followLink: true })).toMatchObject({
    kind: 'directory',
    mode: 0o1777,
  });
  expect(await files.statPath('c', '/')).toMatchObject({ name: '/', kind: 'directory' });
  expect((await files.listDirectory('c', '/t/dirlink')).map(({ name }) => name)).toEqual(['deep']);
  for (const [path, code] of [
    ['/none', 'not-found'],
    ['/t/file/x', 'not-found'],
    ['relative', 'invalid-argument'],
  ] as const) {
    await expect(files.statPath('c', path), path).rejects.toMatchObject({ code });
    await expect(files.listDirectory('c', path), path).rejects.toMatchObject({ code });
    await expect(bytesOf(files.copyOut('c', path)), path).rejects.toMatchObject({ code });
    await expect(files.copyIn('c', path, chunksOf(tarArchive([]))), path).rejects.toMatchObject({ code });
  }
  await expect(files.listDirectory('c', '/t/file')).rejects.toMatchObject({ code: 'failed-precondition' });
  await expect(files.readFile('c', '/t/fifo')).rejects.toMatchObject({ code: 'failed-precondition' });
  await expect(files.readFile('c', '/t/file', { maxBytes: 0 })).rejects.toMatchObject({ code: 'invalid-argument' });
  const over = tarArchive([{ path: 'sub', content: 'x' }]);
  await expect(files.copyIn('c', '/t', chunksOf(over))).rejects.toMatchObject({ code: 'failed-precondition' });
  await expect(files.copyIn('c', '/t', chunksOf(Buffer.alloc(512, 'x')))).rejects.toMatchObject({ code: 'data-loss' });
});

test('links never lead outside, not even those that change all the time', async () => {
  await using engine = await TestEngine.open();
  const outside = join(engine.root, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret'), 'secret');
  // The same path inside, so that a link to it leads somewhere there.
  const script = `
    mkdir -p ${outside} /w/real; echo inside > ${outside}/secret; cd /w
    ln -s ${outside} absolute; ln -s ../../../../../../../..${outside} upwards
    while :; do ln -sfn ${outside} flip; rm flip; mkdir flip; rmdir flip; done`;
  await start(engine, script);
  const files = filesOf(engine);
  await expect.poll(() => files.statPath('c', '/w/upwards').catch(() => undefined)).toBeDefined();
  for (const link of ['absolute', 'upwards']) {
    const { data } = await files.readFile('c', `/w/${link}/secret`);
    expect(Buffer.from(data).toString()).toBe('inside\n');
    await files.copyIn('c', `/w/${link}`, chunksOf(tarArchive([{ path: `by-${link}`, content: 'x' }])));
  }
  const archive = tarArchive([{ path: 'flip/planted', content: 'x' }]);
  const attempts = Array.from({ length: 20 }, () => files.copyIn('c', '/w', chunksOf(archive)));
  // Some find it in one state and some in the other, and some in between.
  await Promise.allSettled(attempts);
  expect(readdirSync(outside)).toEqual(['secret']);
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
});

test('an abort ends a copy at once and leaves nothing half', async () => {
  await using engine = await TestEngine.open();
  await start(engine, 'sleep 1000');
  const files = filesOf(engine);
  const whole = tarArchive([{ path: 'big', content: Buffer.alloc(1_000_000) }]);
  const abort = new AbortController();
  async function* half(): AsyncGenerator<Uint8Array> {
    yield whole.subarray(0, 400_000);
    await expect.poll(() => files.statPath('c', '/tmp/big').catch(() => undefined)).toMatchObject({ kind: 'file' });
    abort.abort();
    await new Promise(() => undefined);
  }
  await expect(files.copyIn('c', '/tmp', half(), abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await files.listDirectory('c', '/tmp')).toEqual([]);
  // A reader that leaves ends the reading.
  await files.copyIn('c', '/tmp', chunksOf(whole));
  for await (const chunk of files.copyOut('c', '/tmp/big')) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
});

test('what comes out of a container cannot write outside the directory it is unpacked in', async () => {
  await using engine = await TestEngine.open();
  const [target, outside] = ['target', 'outside'].map((name) => join(engine.root, name)) as [string, string];
  for (const directory of [target, outside]) mkdirSync(directory);
  const unpack = (archive: Buffer) => localFiles.unpack(target, chunksOf(archive), { keepOwner: false });
  await expect(unpack(tarArchive([{ path: '../outside/x', content: 'x' }]))).rejects.toMatchObject({
    code: 'data-loss',
  });
  const throughLink = [
    { path: 'way', type: '2', link: outside },
    { path: 'way/x', content: 'x' },
  ];
  // Inside the directory, the link leads to nothing.
  await expect(unpack(tarArchive(throughLink))).rejects.toMatchObject({ code: 'failed-precondition' });
  const overLink = [
    { path: 'x', type: '2', link: join(outside, 'x') },
    { path: 'x', content: 'mine' },
  ];
  await unpack(tarArchive(overLink));
  expect(readdirSync(outside)).toEqual([]);
  expect(readFileSync(join(target, 'x'), 'utf8')).toBe('mine');
  expect(existsSync(join(engine.root, 'x'))).toBe(false);
});
