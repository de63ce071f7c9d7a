import { expect, test } from 'vitest';
import { plainLog } from './line-filter.ts';
import { mergeLogs } from './merge-logs.ts';
import { textSearch } from './text-search.ts';

const record = (second: number, text: string): string =>
  `2026-01-02T03:04:${String(second).padStart(2, '0')}.000000000Z stdout F ${text}\n`;

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function merged(filter?: string): Promise<string> {
  const api = { chunks: chunks(record(1, 'one') + record(4, 'four'), record(5, 'five')), prefix: 'api | ' };
  const web = { chunks: chunks(record(2, 'two'), '', record(3, 'three') + record(6, 'six')), prefix: 'web | ' };
  let text = '';
  const search = filter === undefined ? undefined : textSearch(filter);
  for await (const lines of mergeLogs([api, web, { chunks: chunks(), prefix: 'none | ' }], search)) {
    text += Buffer.from(plainLog(Buffer.concat(lines.map((line) => line.record)))).toString();
  }
  return text;
}

test('lines of several logs by time, each with its name, however they come in chunks', async () => {
  expect(await merged()).toBe('api | one\nweb | two\nweb | three\napi | four\napi | five\nweb | six\n');
});

test('only lines that match', async () => {
  expect(await merged('/^(two|five)$/')).toBe('web | two\napi | five\n');
});
