import { expect, test } from 'vitest';
import { LastDirectory } from './last-directory.ts';
import type { TarEntry } from './tar-header.ts';

const facts = { link: '', mode: 0, uid: 0, gid: 0, mtime: 0, sizeBytes: 0, deviceMajor: 0, deviceMinor: 0 };
const entry = (path: string, type: TarEntry['type'] = 'file'): TarEntry => ({
  ...facts,
  type,
  path,
  xattrs: new Map(),
});

function after(path: string, resolved: readonly string[] = path.split('/')): LastDirectory {
  const last = new LastDirectory();
  last.note(entry(path), resolved);
  return last;
}

test.each([
  ['a/b', 'a/c', 'a/c'],
  ['a/b', './a/c', 'a/c'],
  ['b', './c', 'c'],
])('after %s, %s is a file beside it', (before, next, path) => {
  expect(after(before).pathOf(entry(next))).toBe(path);
});

test.each([
  'a/b/c',
  'b',
  'a/',
  'a/..',
  'a/.',
  'a//c',
  '/a/c',
  'a/.wh.c',
  'a/.wh..wh..opq',
  'a/c\0',
  `a/${'é'.repeat(128)}`,
])('after a/b, %j has to be looked at', (next) => {
  expect(after('a/b').pathOf(entry(next))).toBeUndefined();
});

test('nothing is beside what is no file, what was found through a link, or what was forgotten', () => {
  expect(after('a/b').pathOf(entry('a/c', 'symlink'))).toBeUndefined();
  expect(after('a/b', ['elsewhere', 'b']).pathOf(entry('a/c'))).toBeUndefined();
  const last = after('a/b');
  last.forget();
  expect(last.pathOf(entry('a/c'))).toBeUndefined();
  last.note(entry('a/d', 'directory'), ['a', 'd']);
  expect(last.pathOf(entry('a/c'))).toBeUndefined();
});
