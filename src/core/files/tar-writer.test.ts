import { expect, test } from 'vitest';
import type { TarEntry } from '../image/unpack/tar-header.ts';
import { TarReader } from '../image/unpack/tar-reader.ts';
import { type TarMember, tarEnd, tarHeader, tarPadding } from './tar-writer.ts';

/** What a reader makes of an archive with one member. */
function readBack(member: TarMember, content = ''): { entry: TarEntry | undefined; content: string } {
  let [entry, read]: [TarEntry | undefined, string] = [undefined, ''];
  const reader = new TarReader({
    entry(found) {
      entry = found;
    },
    data(chunk) {
      read += chunk.toString();
    },
    endEntry: () => undefined,
  });
  reader.push(Buffer.concat([tarHeader(member), Buffer.from(content), tarPadding(content.length), tarEnd]));
  reader.finish();
  return { entry, content: read };
}

const facts = { mode: 0o4755, uid: 7, gid: 8, mtime: 1_700_000_000 };

test.each<TarMember>([
  { ...facts, type: 'file', path: 'a/b', sizeBytes: 5 },
  { ...facts, type: 'symlink', path: 'l', link: '../x' },
  { ...facts, type: 'hardlink', path: 'h', link: 'a/b' },
  { ...facts, type: 'character', path: 'c', deviceMajor: 1, deviceMinor: 3 },
  { ...facts, type: 'fifo', path: 'f' },
  { ...facts, type: 'symlink', path: `${'ü'.repeat(120)}/x`, link: 'y'.repeat(300) },
  { ...facts, type: 'file', path: 'big', uid: 3_000_000_000, gid: 2_097_152, mtime: 1.25, sizeBytes: 0 },
  { ...facts, type: 'file', path: 'x', xattrs: new Map([['user.a', Buffer.from([0, 255, 10])]]), sizeBytes: 0 },
  { ...facts, type: 'file', path: 'old', mtime: -5, sizeBytes: 0 },
])('a reader finds what was written: $type $path', (member) => {
  const content = 'x'.repeat(member.sizeBytes ?? 0);
  const { entry, content: read } = readBack(member, content);
  expect(entry).toMatchObject(member);
  expect(read).toBe(content);
});

test('a directory has a slash at its end, as archivers have it', () => {
  expect(readBack({ ...facts, type: 'directory', path: 'd' }).entry).toMatchObject({ type: 'directory', path: 'd/' });
});
