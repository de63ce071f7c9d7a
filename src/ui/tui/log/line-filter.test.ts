import { expect, test } from 'vitest';
import { matchingLines, plainLog } from './line-filter.ts';
import { textSearch } from './text-search.ts';

function record(text: string, tag = 'F', channel = 'stdout'): string {
  return `2026-01-02T03:04:05.123456789Z ${channel} ${tag} ${text}\n`;
}

const log = [
  record('one error'),
  record('two'),
  record('an er', 'P'),
  record('ror in parts'),
  record('err', 'P', 'stderr'),
  record('or of the other', 'F', 'stdout'),
  record('last error', 'P'),
];

test('keeps the lines that match, whole', () => {
  const kept = matchingLines(Buffer.from(log.join('')), textSearch('error'));
  expect(Buffer.from(kept).toString()).toBe([log[0], log[2], log[3], log[6]].join(''));
});

test('gives what the container wrote', () => {
  expect(Buffer.from(plainLog(Buffer.from(log.slice(0, 4).join('')))).toString()).toBe(
    'one error\ntwo\nan error in parts\n',
  );
});
