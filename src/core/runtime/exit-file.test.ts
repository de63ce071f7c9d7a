import { expect, test } from 'vitest';
import { parseExit } from './exit-file.ts';

const at = 1_570_358_641_250_000_000n;

test('codes and signals are told apart', () => {
  expect(parseExit('{"at":"2019-10-06T10:44:01.25Z","reason":"exited","exitCode":7}\n').exit).toEqual({
    reason: 'exited',
    code: 7,
    signal: undefined,
    at,
  });
  expect(parseExit('{"at":"2019-10-06T10:44:01.25Z","reason":"signaled","signal":9,"logBytesLost":5}\n').exit).toEqual({
    reason: 'signaled',
    code: 137,
    signal: 9,
    at,
  });
});

test.each(['', '{}', '{"at":"2019-10-06T10:44:01Z","reason":"exited"}', '{"at":"x","reason":"exited","exitCode":0}'])(
  'a damaged exit file %j is unknown and never 0',
  (text) => {
    expect(parseExit(text).exit).toMatchObject({ reason: 'unknown', code: undefined, signal: undefined });
  },
);

test('lost output is counted', () => {
  const text = '{"at":"2019-10-06T10:44:01Z","reason":"exited","exitCode":0,"pid":5,"logBytesLost":12}';
  expect(parseExit(text).logBytesLost).toBe(12n);
});
