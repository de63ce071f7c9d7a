import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLogPart } from './log-part.ts';
import { readLog } from './log-reader.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conman-'));
  path = join(directory, 'c.log');
});

afterEach(() => rmSync(directory, { recursive: true }));

function record(second: number, text: string, tag = 'F'): string {
  return `${new Date(second * 1000).toISOString().replace('.000Z', '.000000000Z')} stdout ${tag} ${text}\n`;
}

const records = Array.from({ length: 20_000 }, (_, index) => record(index, `line ${index} ${'x'.repeat(index % 99)}`));

async function textOf(options: Parameters<typeof readLogPart>[1]): Promise<string> {
  return Buffer.from((await readLogPart(path, options)).records).toString();
}

test('backwards from the end to the first byte, and forwards again, gives the whole log', async () => {
  writeFileSync(path, `${records.join('')}half a rec`);
  const whole = records.join('');
  let read = '';
  let part = await readLogPart(path, { maxBytes: 100_000 });
  expect(part).toMatchObject({ end: whole.length, logEnd: whole.length, firstByte: 0 });
  for (; ; part = await readLogPart(path, { maxBytes: 100_000, to: part.start })) {
    expect(part.records.length).toBeLessThanOrEqual(100_000);
    read = Buffer.from(part.records).toString() + read;
    if (part.start === 0) break;
  }
  expect(read).toBe(whole);
  let again = '';
  for (let from = 0; from < whole.length; from = part.end) {
    part = await readLogPart(path, { maxBytes: 100_000, from });
    again += Buffer.from(part.records).toString();
  }
  expect(again).toBe(whole);
  expect(await textOf({ maxBytes: 10, from: whole.length })).toBe('');
});

test('keeps a long line whole, and begins with a line', async () => {
  const long = record(1, 'a'.repeat(3000), 'P') + record(1, 'b'.repeat(3000), 'P') + record(1, 'end');
  writeFileSync(path, record(0, 'before') + long + record(2, 'after'));
  expect(await textOf({ maxBytes: 100 })).toBe(record(2, 'after'));
  const { start } = await readLogPart(path, { maxBytes: 100 });
  expect((await textOf({ maxBytes: 1000, to: start })).endsWith(long)).toBe(true);
  expect(await textOf({ maxBytes: 1000, to: record(0, 'before').length })).toBe(record(0, 'before'));
  expect(await textOf({ maxBytes: 1000, from: record(0, 'before').length })).toBe(record(1, 'a'.repeat(3000), 'P'));
});

test('gives nothing from before the time asked for', async () => {
  writeFileSync(path, records.join(''));
  const since = 19_990n * 1_000_000_000n;
  const part = await readLogPart(path, { maxBytes: 1_000_000, since });
  expect(Buffer.from(part.records).toString()).toBe(records.slice(19_990).join(''));
  expect(part.start).toBe(part.firstByte);
  expect(await textOf({ maxBytes: 1000, since, to: part.start })).toBe('');
});

test('a log that is not there is empty; an absurd size is refused', async () => {
  expect(await readLogPart(path, { maxBytes: 10 })).toMatchObject({ start: 0, end: 0, logEnd: 0 });
  await expect(readLogPart(path, { maxBytes: 0 })).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('the reader goes on where a part ended', async () => {
  writeFileSync(path, records.join(''));
  const { start } = await readLogPart(path, { maxBytes: 5000 });
  let read = '';
  for await (const chunk of readLog(path, { follow: false, from: start })) read += Buffer.from(chunk).toString();
  expect(read).toBe(records.join('').slice(start));
});
