import { expect, test } from 'vitest';
import { logRecords } from './log-record.ts';

function read(log: string): string[] {
  const bytes = Buffer.from(log);
  return Array.from(logRecords(bytes), (record) => {
    const time = bytes.toString('utf8', record.start, record.timeEnd);
    const text = bytes.toString('utf8', record.textStart, record.textEnd);
    return [time, record.channel, record.partial ? 'P' : 'F', text].join('|');
  });
}

test('records of both channels, partial ones and empty ones', () => {
  const log =
    '2026-01-02T03:04:05.123456789Z stdout F hello world\n' +
    '2026-01-02T03:04:05.123456790Z stderr P part\n' +
    '2026-01-02T03:04:06+01:00 stderr F \n';
  expect(read(log)).toEqual([
    '2026-01-02T03:04:05.123456789Z|stdout|F|hello world',
    '2026-01-02T03:04:05.123456790Z|stderr|P|part',
    '2026-01-02T03:04:06+01:00|stderr|F|',
  ]);
});

test('a record without its end is not one yet', () => {
  expect(read('2026-01-02T03:04:05Z stdout F done\n2026-01-02T03:04:05Z stdout F und')).toHaveLength(1);
});

test.each([
  '\n',
  'x\n',
  'no record at all, whatever it says\n',
  '2026-01-02T03:04:05Z stdout\n',
  `${'9'.repeat(50)} stdout F x\n`,
])('what is no record is shown as it is: %j', (log) => {
  expect(read(log)).toEqual([`|stdout|F|${log.slice(0, -1)}`]);
});
