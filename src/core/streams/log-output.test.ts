import { expect, test } from 'vitest';
import { outputOfLog } from './log-output.ts';

const time = '2026-11-23T04:05:06.123456789Z';

function said(...records: readonly string[]): string[] {
  const chunk = Buffer.from(records.map((record) => `${time} ${record}\n`).join(''));
  return outputOfLog(chunk).map(({ channel, data }) => `${channel}:${Buffer.from(data)}`);
}

test('lines of one channel come in one piece, parts without a newline', () => {
  expect(said('stdout F one', 'stdout P tw', 'stdout F o', 'stdout F ')).toEqual(['stdout:one\ntwo\n\n']);
});

test('channels stay apart and in order', () => {
  expect(said('stderr F a', 'stdout F b', 'stdout F c', 'stderr P d')).toEqual([
    'stderr:a\n',
    'stdout:b\nc\n',
    'stderr:d',
  ]);
});

test('nothing gives nothing', () => {
  expect(outputOfLog(new Uint8Array())).toEqual([]);
});
