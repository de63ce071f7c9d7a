import { expect, test } from 'vitest';
import { formatUnixNs, parseRfc3339, UnixClock } from './clock.ts';

test('a clock never gives the same time twice', () => {
  const clock = new UnixClock();
  const times = Array.from({ length: 1000 }, () => clock.nowNs());
  expect(new Set(times).size).toBe(1000);
  expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : 1)));
});

test('times survive formatting and parsing to the nanosecond', () => {
  const unixNs = 1_570_358_641_123_456_789n;
  expect(formatUnixNs(unixNs)).toBe('2019-10-06T10:44:01.123456789Z');
  expect(parseRfc3339(formatUnixNs(unixNs))).toBe(unixNs);
  expect(parseRfc3339('2019-10-06T12:44:01.5+02:00')).toBe(1_570_358_641_500_000_000n);
});

test('zero is not a time, and garbage is not one either', () => {
  expect(formatUnixNs(0n)).toBe('');
  expect(parseRfc3339('yesterday')).toBeUndefined();
  expect(parseRfc3339('2019-13-06T10:44:01Z')).toBeUndefined();
});
