import { expect, test } from 'vitest';
import { withReadableTimes } from './document-times.ts';

const nowMs = new Date(2026, 0, 2, 3, 4, 5).getTime();
const ns = (ms: number): bigint => BigInt(ms) * 1_000_000n;

test('times are told in the zone of whoever looks, with their age, however deep they are', () => {
  const at = ns(nowMs - 180_000);
  const rfc3339 = new Date(nowMs - 7_200_000).toISOString().replace('Z', '123456Z');
  const { value, times } = withReadableTimes({ at, exits: [{ startedAt: rfc3339, finishedAt: '' }] }, nowMs);
  expect(value).toEqual({
    at: '2026-01-02 03:01:05, 3m ago',
    exits: [{ startedAt: '2026-01-02 01:04:05, 2h ago', finishedAt: null }],
  });
  expect(times).toEqual([at, ns(nowMs - 7_200_000)]);
});

test('what has not happened is nothing, and what will be has no age', () => {
  const { value } = withReadableTimes({ endedAt: 0n, nextAt: ns(nowMs + 5_000) }, nowMs);
  expect(value).toEqual({ endedAt: null, nextAt: '2026-01-02 03:04:10' });
});

test('numbers that are no times, and the texts of others, stay as they are', () => {
  const same = {
    logBytesLost: 5n,
    format: 7n,
    flat: 'at',
    labels: { builtAt: '2026-01-02T00:00:00Z' },
    startedAt: 'x',
  };
  expect(withReadableTimes(same, nowMs)).toEqual({ value: same, times: [] });
});
