import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { namesIn } from './directory-names.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'conman-names-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

test('names with a beginning, and what leads to a directory; bytes that are no text are left out', async () => {
  await mkdir(join(directory, 'data'));
  await symlink('data', join(directory, 'day'));
  await symlink('nowhere', join(directory, 'dangling'));
  await writeFile(join(directory, 'da\u001b[2J\n'), '');
  await writeFile(join(directory, 'other'), '');
  await writeFile(Buffer.concat([Buffer.from(`${directory}/da`), Buffer.from([0xff])]), '');
  const names = [...(await namesIn(directory, 'da'))].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(names).toEqual([
    { name: 'da\u001b[2J\n', isDirectory: false },
    { name: 'dangling', isDirectory: false },
    { name: 'data', isDirectory: true },
    { name: 'day', isDirectory: true },
  ]);
});

test('what cannot be listed says why', async () => {
  await writeFile(join(directory, 'file'), '');
  await expect(namesIn(join(directory, 'none'), '')).rejects.toMatchObject({ code: 'not-found' });
  await expect(namesIn(join(directory, 'file'), '')).rejects.toMatchObject({ code: 'failed-precondition' });
});
