import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { Document, type JsonObject } from './document.ts';

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

/** The same document after two changes of its shape. */
const laterType = {
  noun: 'test note',
  version: 3 as const,
  schema: z.object({ version: z.literal(3), lines: z.array(z.string()), pinned: z.boolean() }),
  migrations: {
    1: ({ text, ...rest }: JsonObject) => ({ ...rest, lines: z.string().parse(text).split('\n') }),
    2: (document: JsonObject) => ({ ...document, pinned: false }),
  },
};

test('an older document is brought up version by version, and its file changes with the next update', async () => {
  const before = '{"version":1,"text":"a\\nb"}';
  await writeFile(path, before);
  const document = await Document.open(path, laterType);
  expect(document?.data).toEqual({ version: 3, lines: ['a', 'b'], pinned: false });
  expect(await readFile(path, 'utf8')).toBe(before);
  await document?.update({ pinned: true });
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ version: 3, lines: ['a', 'b'], pinned: true });
  // The conman before does not take it for one of its own.
  await expect(Document.open(path, type)).rejects.toMatchObject({ message: expect.stringContaining('newer than 1') });
});

test.each([
  ['{"version":1,"text":7}', 'cannot be brought up from version 1'],
  ['{"version":0,"text":"a"}', 'has version 0, which no conman wrote'],
  ['{"version":1.5,"text":"a"}', 'is damaged at "version"'],
])('an older document that is not what it says, %j, is kept and named', async (content, how) => {
  await writeFile(path, content);
  await expect(Document.open(path, laterType)).rejects.toMatchObject({ message: expect.stringContaining(how) });
  expect(await readFile(path, 'utf8')).toBe(content);
});
