import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfinedText } from './confined-file.ts';

let directory: string;
let root: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conman-'));
  root = join(directory, 'root');
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(root, 'etc/real'), 'inside');
  writeFileSync(join(directory, 'secret'), 'outside');
});

afterEach(() => rmSync(directory, { recursive: true }));

test.each([
  ['/etc/real', 'inside'],
  ['/etc/nothing', undefined],
  ['/etc', undefined],
  ['/../../secret', undefined],
])('%s', async (path, expected) => {
  expect(await readConfinedText(root, path, 100)).toBe(expected);
});

test('links are followed inside the root alone', async () => {
  symlinkSync('/etc/real', join(root, 'absolute'));
  symlinkSync('../../secret', join(root, 'etc/relative'));
  symlinkSync(join(directory, 'secret'), join(root, 'outside'));
  symlinkSync('../..', join(root, 'etc/up'));
  expect(await readConfinedText(root, '/absolute', 100)).toBe('inside');
  for (const path of ['/etc/relative', '/outside', '/etc/up/secret']) {
    expect(await readConfinedText(root, path, 100)).toBeUndefined();
  }
});

test('a file that is too large is refused', async () => {
  await expect(readConfinedText(root, '/etc/real', 5)).rejects.toThrow('larger than 5 bytes');
  expect(await readConfinedText(root, '/etc/real', 6)).toBe('inside');
});
