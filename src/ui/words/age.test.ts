import { expect, test } from 'vitest';
import { ageText, msToNextAge } from './age.ts';

const nowMs = 1_700_000_000_000;
const ago = (ms: number): bigint => BigInt(nowMs - ms) * 1_000_000n;

test.each([
  [-5_000, '0s'],
  [0, '0s'],
  [999, '0s'],
  [59_999, '59s'],
  [60_000, '1m'],
  [3_599_999, '59m'],
  [3_600_000, '1h'],
  [86_400_000 * 400, '400d'],
])('%i ms ago is %s', (ms, text) => {
  expect(ageText(ago(ms), nowMs)).toBe(text);
});

test('the next change is the soonest of all ages', () => {
  expect(msToNextAge([], nowMs)).toBe(Number.POSITIVE_INFINITY);
  expect(msToNextAge([ago(1_300)], nowMs)).toBe(700);
  expect(msToNextAge([ago(61_000), ago(3_600_000)], nowMs)).toBe(59_000);
});
