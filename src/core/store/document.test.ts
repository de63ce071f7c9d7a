import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { Document } from './document.ts';

const type = {
  noun: 'test note',
  version: 1 as const,
  schema: z.object({ version: z.literal(1), text: z.string() }),
};
let directory = '';
let path = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'document-'));
  path = join(directory, 'note.json');
});

afterEach(() => rm(directory, { recursive: true, force: true }));

test('what was written is read again, and no temporary file stays', async () => {
  const document = await Document.create(path, type, { version: 1, text: 'a' });
  await document.update({ text: 'b\n"ü"' });
  expect((await Document.open(path, type))?.data).toEqual({ version: 1, text: 'b\n"ü"' });
  expect(await readdir(directory)).toEqual(['note.json']);
});

test('a missing document is undefined', async () => {
  expect(await Document.open(path, type)).toBeUndefined();
});

test.each([
  ['', 'is not JSON'],
  ['{"version":1,"te', 'is not JSON'],
  ['{"version":1,"text":7}', 'is damaged at "text"'],
  ['{"version":2,"text":"a"}', 'has version 2, newer than 1'],
  ['[]', 'is damaged at ""'],
])('a broken document %j names its file and is kept', async (content, how) => {
  await writeFile(path, content);
  const error = await Document.open(path, type).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'data-loss', message: expect.stringContaining(`${path} ${how}`) });
  expect(await readFile(path, 'utf8')).toBe(content);
});

test('a write that fails says so, and the next one is tried again', async () => {
  const document = await Document.create(path, type, { version: 1, text: 'a' });
  await rm(directory, { recursive: true });
  await expect(document.update({ text: 'b' })).rejects.toMatchObject({ code: 'not-found' });
  await mkdir(directory);
  await document.update({});
  expect((await Document.open(path, type))?.data.text).toBe('b');
});

test('updates that overlap all arrive', async () => {
  const document = await Document.create(path, type, { version: 1, text: '' });
  for (const text of ['a', 'b', 'c']) void document.update({ text });
  await document.written();
  expect((await Document.open(path, type))?.data.text).toBe('c');
});
