import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { ByteRing } from '../../host/byte-ring.ts';
import { FileHandover } from '../../host/file-handover.ts';
import { isWhiteout } from '../../host/layer-chain.ts';
import { TaskThread } from '../../host/task-thread.ts';
import { threadProgram } from '../../host/thread-program.ts';
import { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { joinParts } from '../joined-parts.ts';
import { paxRecord, type TarMember, tarArchive } from '../testing/tar-bytes.ts';
import { treeListing } from '../testing/tree-listing.ts';
import { inflateBlob } from './inflate-blob.ts';
import { LayerTasks } from './layer-tasks.ts';

const syscalls = new TreeSyscalls();
let root = '';
let canary = '';

beforeEach(() => {
  root = mkdtempSync('/tmp/cm-layer-');
  canary = join(root, 'outside');
  mkdirSync(canary, { mode: 0o700 });
  writeFileSync(join(canary, 'file'), 'untouched', { mode: 0o600 });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Unpacking {
  readonly compress?: (archive: Buffer) => Buffer;
  readonly lower?: readonly string[];
  readonly diffId?: string;
  readonly name?: string;
  readonly maxBytes?: number;
}

/** Both ends are in one thread here: all of an archive fits in between. */
const archiveRingBytes = 16 * 1024 * 1024;
const helper = new TaskThread(threadProgram('file-worker', import.meta.url));

afterAll(() => helper.close());

/**
 * Unpacks an archive of these members, by one thread and by two, which has to come to the same, and gives the directory
 * it is in.
 */
async function unpack(members: readonly (TarMember | Buffer)[], options: Unpacking = {}): Promise<string> {
  const { name = 'layer' } = options;
  const [alone, helped] = await Promise.allSettled([
    unpackOnce(members, { ...options, name: `${name}-alone` }),
    unpackOnce(members, { ...options, name }, FileHandover.createRing()),
  ]);
  if (helped.status === 'rejected') {
    expect(alone).toMatchObject({ status: 'rejected', reason: { message: helped.reason.message } });
    throw helped.reason;
  }
  expect(treeListing(join(root, `${name}-alone`))).toBe(treeListing(helped.value));
  return helped.value;
}

async function unpackOnce(
  members: readonly (TarMember | Buffer)[],
  options: Unpacking,
  handover?: ByteRing,
): Promise<string> {
  const { compress = (archive) => archive, lower = [], name = 'layer', maxBytes } = options;
  const archive = tarArchive(members);
  const diffId = options.diffId ?? `sha256:${createHash('sha256').update(archive).digest('hex')}`;
  const blob = compress(archive);
  const target = join(root, name);
  const blobPath = join(root, `${name}.blob`);
  mkdirSync(target);
  writeFileSync(blobPath, blob);
  const [input, between] = [ByteRing.create(16), ByteRing.create(archiveRingBytes)];
  input.end();
  const digest = `sha256:${createHash('sha256').update(blob).digest('hex')}`;
  const inflate = { digest, sizeBytes: blob.length, blobPath, partialPath: `${blobPath}.partial`, input: input.memory };
  await inflateBlob({ ...inflate, output: between.memory }, () => undefined);
  const tasks = new LayerTasks();
  const extract = { kind: 'extract', id: name, diffId, target, blobBytes: blob.length, input: between.memory } as const;
  const help = handover && { handover: handover.memory };
  const helping = handover && helper.run({ root: target, input: handover.memory });
  const extracting = (async () =>
    tasks.run({ ...extract, ...help, ...(maxBytes !== undefined && { maxBytes }) }, () => undefined))();
  await joinParts([extracting, ...(helping ? [helping] : [])]);
  tasks.run({ kind: 'settle', id: name, lower }, () => undefined);
  return target;
}

const pax = (key: string, value: string | Buffer): TarMember => ({
  path: 'pax',
  type: 'x',
  content: paxRecord(key, value),
});

const half = (archive: Buffer): [Buffer, Buffer] => [archive.subarray(0, 700), archive.subarray(700)];

test.each([
  ['plain', (archive: Buffer) => archive],
  ['gzip', gzipSync],
  ['gzip of two members', (archive: Buffer) => Buffer.concat(half(archive).map((part) => gzipSync(part)))],
  ['zstd', zstdCompressSync],
  ['zstd of two frames', (archive: Buffer) => Buffer.concat(half(archive).map((part) => zstdCompressSync(part)))],
])('modes, owners, times, links and attributes: %s', async (_, compress) => {
  const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex');
  const layer = await unpack(
    [
      { path: './', type: '5', mode: 0o711, mtime: 1_600_000_000 },
      { path: './usr/bin/', type: '5', mode: 0o755, mtime: 1_500_000_000 },
      pax('SCHILY.xattr.security.capability', capability),
      { path: './usr/bin/ping', mode: 0o4755, uid: 12, gid: 34, mtime: 1_400_000_000, content: 'x'.repeat(3000) },
      { path: './usr/bin/ping6', type: '1', link: './usr/bin/ping' },
      { path: './bin', type: '2', link: 'usr/bin', uid: 5, mtime: 1_300_000_000 },
      { path: './dev/null', type: '3', mode: 0o666, major: 1, minor: 3 },
      { path: './run/fifo', type: '6', mode: 0o640 },
    ],
    { compress },
  );
  const ping = lstatSync(join(layer, 'usr/bin/ping'));
  expect([ping.mode & 0o7777, ping.uid, ping.gid, ping.mtimeMs, ping.size, ping.nlink]).toEqual([
    ...[0o4755, 12, 34, 1_400_000_000_000, 3000, 2],
  ]);
  expect(syscalls.getXattr(join(layer, 'usr/bin/ping'), 'security.capability')).toEqual(capability);
  expect(lstatSync(join(layer, 'usr/bin')).mtimeMs).toBe(1_500_000_000_000);
  expect([lstatSync(layer).mode & 0o7777, lstatSync(layer).mtimeMs]).toEqual([0o711, 1_600_000_000_000]);
  expect(readlinkSync(join(layer, 'bin'))).toBe('usr/bin');
  expect([lstatSync(join(layer, 'bin')).uid, lstatSync(join(layer, 'bin')).mtimeMs]).toEqual([5, 1_300_000_000_000]);
  const device = lstatSync(join(layer, 'dev/null'));
  expect([device.isCharacterDevice(), device.rdev, device.mode & 0o7777]).toEqual([true, (1 << 8) | 3, 0o666]);
  expect(lstatSync(join(layer, 'run/fifo')).isFIFO()).toBe(true);
  expect(lstatSync(join(layer, 'run')).mode & 0o7777).toBe(0o755);
});

test('the last of several entries of a name counts', async () => {
  const layer = await unpack([
    { path: 'a', content: 'first' },
    { path: 'a', content: 'second' },
    { path: 'b/c', content: 'file in a directory' },
    { path: 'b', type: '2', link: 'a' },
    { path: 'd', type: '2', link: 'a' },
    { path: 'd/', type: '5' },
    { path: 'd/e', content: '' },
  ]);
  expect(readFileSync(join(layer, 'a'), 'utf8')).toBe('second');
  expect(readlinkSync(join(layer, 'b'))).toBe('a');
  expect(readdirSync(join(layer, 'd'))).toEqual(['e']);
});

test('what has just been handed over is replaced, linked to and removed in the order of the archive', async () => {
  const layer = await unpack([
    { path: './d/a', content: 'first' },
    { path: './d/a', content: 'second' },
    { path: './d/linked', type: '1', link: './d/a' },
    { path: './d/b', content: 'b' },
    { path: './d/b', type: '2', link: 'a' },
    { path: './d/c', type: '2', link: 'a' },
    { path: './d/c', content: 'c' },
    { path: './e/f', content: 'f' },
    { path: './e/g', content: 'g'.repeat(100_000) },
    { path: './e/g', content: 'small' },
    { path: './h/i', content: 'i' },
    { path: './h', content: 'a file in place of a directory' },
    { path: './j/k', content: 'k' },
    { path: './j/k/', type: '5' },
    { path: './j/k/l', content: 'l' },
  ]);
  const content = (path: string): string => readFileSync(join(layer, path), 'utf8');
  expect([content('d/a'), content('d/c'), content('e/g'), content('h')]).toEqual([
    ...['second', 'c', 'small', 'a file in place of a directory'],
  ]);
  expect([readlinkSync(join(layer, 'd/b')), lstatSync(join(layer, 'd/linked')).nlink]).toEqual(['a', 2]);
  expect(content('j/k/l')).toBe('l');
});

test('more files than are on their way at once', async () => {
  const members = Array.from({ length: 3000 }, (_, index) => ({
    path: `d${index >> 4}/f${index}`,
    mode: index % 3 === 0 ? 0o4755 : 0o600,
    uid: index % 5,
    mtime: index,
    content: String(index).repeat(index % 400),
  }));
  const layer = await unpack(members);
  for (const { path, content } of members) expect(readFileSync(join(layer, path), 'utf8')).toBe(content);
});

test('files that are made later than they come do not inherit what a directory gets after them', async () => {
  const acl = Buffer.from('0200000001000700ffffffff04000700ffffffff20000700ffffffff', 'hex');
  const layer = await unpack([
    { path: 'd/before', content: 'x' },
    pax('SCHILY.xattr.system.posix_acl_default', acl),
    { path: 'd/', type: '5' },
    { path: 'd/after', content: 'x', mode: 0o640 },
  ]);
  expect(syscalls.listXattrs(join(layer, 'd'))).toEqual(['system.posix_acl_default']);
  expect(lstatSync(join(layer, 'd/after')).mode & 0o7777).toBe(0o640);
});

test('links inside the layer are followed inside it', async () => {
  const layer = await unpack([
    { path: 'usr/lib/', type: '5' },
    { path: 'lib', type: '2', link: '/usr/lib' },
    { path: 'up', type: '2', link: '../../../usr' },
    { path: 'lib/a.so', content: 'a' },
    { path: 'up/lib/b.so', content: 'b' },
  ]);
  expect(readdirSync(join(layer, 'usr/lib')).toSorted()).toEqual(['a.so', 'b.so']);
});

test('whiteouts become those of overlayfs, and those that hide nothing are left out', async () => {
  const lower = await unpack(
    [
      { path: 'gone', content: 'x' },
      { path: 'dir/old', content: 'x' },
      { path: 'dir/kept', content: 'x' },
      pax('SCHILY.xattr.user.note', 'hello'),
      { path: 'opaque/', type: '5', mode: 0o1777, uid: 7 },
      { path: 'opaque/old', content: 'x' },
      { path: 'again/old', content: 'x' },
      { path: 'linked', content: 'linked', mode: 0o751, uid: 9, mtime: 5 },
    ],
    { name: 'lower' },
  );
  const upper = await unpack(
    [
      { path: '.wh.gone' },
      { path: 'dir/.wh.old' },
      { path: 'dir/.wh.never' },
      { path: 'never/.wh.there' },
      { path: 'opaque/new', content: 'n' },
      { path: 'opaque/.wh..wh..opq' },
      { path: '.wh.again' },
      { path: 'again/', type: '5' },
      { path: 'again/new', content: 'n' },
      { path: 'second-name', type: '1', link: 'linked' },
      { path: '.wh..wh.plnk/1.2', content: 'x' },
    ],
    { name: 'upper', lower: [lower] },
  );
  expect(readdirSync(upper).toSorted()).toEqual(['again', 'dir', 'gone', 'linked', 'opaque', 'second-name']);
  expect(isWhiteout(lstatSync(join(upper, 'gone')))).toBe(true);
  expect(readdirSync(join(upper, 'dir'))).toEqual(['old']);
  expect(lstatSync(join(upper, 'opaque')).mode & 0o7777).toBe(0o1777);
  expect(syscalls.getXattr(join(upper, 'opaque'), 'user.note')?.toString()).toBe('hello');
  const linked = lstatSync(join(upper, 'second-name'));
  expect([linked.mode & 0o7777, linked.uid, linked.mtimeMs, linked.nlink]).toEqual([0o751, 9, 5000, 2]);

  const merged = join(root, 'merged');
  mkdirSync(merged);
  execFileSync('mount', ['-t', 'overlay', '-o', `ro,lowerdir=${upper}:${lower}`, 'overlay', merged]);
  try {
    const found = execFileSync('find', ['.', '-type', 'f'], { cwd: merged, encoding: 'utf8' }).trim().split('\n');
    expect(found.toSorted()).toEqual(['./again/new', './dir/kept', './linked', './opaque/new', './second-name']);
  } finally {
    execFileSync('umount', [merged]);
  }
});

test('what a layer itself brings is not hidden by its own whiteout', async () => {
  const lower = await unpack([{ path: 'd/old' }, { path: 'f' }], { name: 'lower' });
  const layer = await unpack([{ path: 'd/new' }, { path: '.wh.d' }, { path: 'f', content: 'new' }, { path: '.wh.f' }], {
    lower: [lower],
  });
  expect(readFileSync(join(layer, 'f'), 'utf8')).toBe('new');
  expect(readdirSync(join(layer, 'd'))).toEqual(['new']);
  expect(syscalls.getXattr(join(layer, 'd'), 'trusted.overlay.opaque')?.toString()).toBe('y');
});

test('trusted attributes are dropped', async () => {
  const layer = await unpack([pax('SCHILY.xattr.trusted.overlay.redirect', '/etc'), { path: 'd/', type: '5' }]);
  expect(syscalls.listXattrs(join(layer, 'd'))).toEqual([]);
});

const outsideLink = { path: 'out', type: '2', link: '../outside' };
const absoluteLink = (): TarMember => ({ path: 'out', type: '2', link: canary });

test.each<[string, () => (TarMember | Buffer)[]]>([
  ['.. in a name', () => [{ path: '../outside/file', content: 'x' }]],
  ['.. in the middle', () => [{ path: 'a/../../outside/file', content: 'x' }]],
  ['.. in a PAX path', () => [pax('path', '../outside/file'), { path: 'a', content: 'x' }]],
  [
    '.. in a long name',
    () => [
      { path: 'L', type: 'L', content: '../outside/file\0' },
      { path: 'a', content: 'x' },
    ],
  ],
  ['.. in a prefix', () => [{ path: 'file', prefix: '../outside', content: 'x' }]],
  ['.. in a hard link', () => [{ path: 'a', type: '1', link: '../outside/file' }]],
  ['a hard link to nothing', () => [{ path: 'a', type: '1', link: 'b' }]],
  ['a hard link to a host path', () => [{ path: 'a', type: '1', link: join(canary, 'file') }]],
  ['a hard link through a link', () => [outsideLink, { path: 'a', type: '1', link: 'out/file' }]],
  [
    'a hard link to a directory',
    () => [
      { path: 'd/', type: '5' },
      { path: 'a', type: '1', link: 'd' },
    ],
  ],
  ['a hard link to the root', () => [{ path: 'a', type: '1', link: '/' }]],
  ['.wh..', () => [{ path: '.wh..' }]],
  ['.wh...', () => [{ path: 'd/.wh...' }]],
  ['.wh.', () => [{ path: '.wh.' }]],
  ['a file inside a whiteout', () => [{ path: '.wh.a/b' }]],
  ['a root that is a file', () => [{ path: '.', type: '0' }]],
  ['a root that is a link', () => [{ path: '/', type: '2', link: canary }]],
  ['a whiteout device', () => [{ path: 'a', type: '3', major: 0, minor: 0 }]],
  ['a file used as a directory', () => [{ path: 'a' }, { path: 'a/b' }]],
  [
    'a file in place of a link to its directory, used as a directory',
    () => [{ path: 'up', type: '2', link: '.' }, { path: 'up/up' }, { path: 'up/b' }],
  ],
  [
    'links in a circle',
    () => [{ path: 'a', type: '2', link: 'b' }, { path: 'b', type: '2', link: 'a' }, { path: 'a/c' }],
  ],
  ['a name that is too long', () => [pax('path', 'n'.repeat(256)), { path: 'a' }]],
  ['a path that is too deep', () => [pax('path', 'd/'.repeat(600)), { path: 'a', type: '5' }]],
  ['a NUL in a name', () => [pax('path', 'a\0b'), { path: 'a' }]],
])('refused: %s', async (_, members) => {
  await expect(unpack(members())).rejects.toMatchObject({ code: 'data-loss' });
  expectUntouched();
});

test.each<[string, () => TarMember[]]>([
  ['a file', () => [{ path: 'out/file', content: 'written' }]],
  ['a directory', () => [{ path: 'out/new/', type: '5' }]],
  ['an implicit directory', () => [{ path: 'out/new/file', content: 'x' }]],
  ['a change of mode', () => [{ path: 'out/.', type: '5', mode: 0o777 }]],
  ['a whiteout', () => [{ path: 'out/.wh.file' }]],
  ['an opaque whiteout', () => [{ path: 'out/.wh..wh..opq' }]],
  ['a device', () => [{ path: 'out/null', type: '3', major: 1, minor: 3 }]],
])('through a link to the outside, %s stays inside', async (_, members) => {
  for (const [index, link] of [outsideLink, absoluteLink()].entries()) {
    const layer = await unpack([link, ...members()], { name: `layer${index}` });
    expectUntouched();
    expect(existsSync(layer)).toBe(true);
  }
});

test('an absolute name is meant inside the root', async () => {
  const layer = await unpack([{ path: `${canary}/file`, content: 'inside' }]);
  expect(readFileSync(join(layer, canary, 'file'), 'utf8')).toBe('inside');
  expectUntouched();
});

test('a file over a link replaces the link', async () => {
  const layer = await unpack([
    { path: 'a', type: '2', link: join(canary, 'file') },
    { path: 'a', content: 'new' },
  ]);
  expect(lstatSync(join(layer, 'a')).isFile()).toBe(true);
  expectUntouched();
});

test('content that is not what the configuration says', async () => {
  await expect(unpack([{ path: 'a' }], { diffId: `sha256:${'0'.repeat(64)}` })).rejects.toMatchObject({
    code: 'data-loss',
    message: expect.stringContaining('its content is sha256:'),
  });
});

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
])('broken compression: %s', async (_, compress) => {
  const cut = (archive: Buffer): Buffer => compress(archive).subarray(0, -12);
  await expect(unpack([{ path: 'a', content: 'abc'.repeat(1000) }], { compress: cut })).rejects.toMatchObject({
    code: 'data-loss',
  });
});

test.each<[string, TarMember[]]>([
  ['in one file', [{ path: 'a', content: Buffer.alloc(3 << 20) }]],
  ['in many', Array.from({ length: 40 }, (_, index) => ({ path: `f${index}`, content: Buffer.alloc(100_000) }))],
  ['of headers alone', Array.from({ length: 5000 }, () => ({ path: 'a' }))],
])('a bomb ends before the disk is full: %s', async (_, members) => {
  await expect(unpack(members, { compress: gzipSync, maxBytes: 1 << 20 })).rejects.toMatchObject({
    code: 'data-loss',
    message: expect.stringContaining('more than'),
  });
});

function expectUntouched(): void {
  expect(readdirSync(canary)).toEqual(['file']);
  expect(readFileSync(join(canary, 'file'), 'utf8')).toBe('untouched');
  expect(lstatSync(canary).mode & 0o7777).toBe(0o700);
  expect(lstatSync(join(canary, 'file')).nlink).toBe(1);
}
