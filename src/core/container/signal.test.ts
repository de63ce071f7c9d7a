import { expect, test } from 'vitest';
import { signalNumber } from './signal.ts';

test.each([
  ['TERM', 15],
  ['SIGTERM', 15],
  ['sigkill', 9],
  ['15', 15],
  ['64', 64],
])('%s is %i', (text, number) => {
  expect(signalNumber(text)).toBe(number);
});

test.each(['', '0', '65', '-1', 'TERMINATE', 'SIG', '9 ', '1e1'])('%j is refused', (text) => {
  expect(() => signalNumber(text)).toThrow('is not a signal');
});
