import { expect, test } from 'vitest';
import { parseMoment } from './moment.ts';

const nowMs = Date.UTC(2026, 0, 31, 12);
const at = (ms: number): bigint => BigInt(ms) * 1_000_000n;

test.each([
  ['10m', at(nowMs - 600_000)],
  ['1h30m', at(nowMs - 5_400_000)],
  ['1.5s', at(nowMs - 1_500)],
  ['2d', at(nowMs - 172_800_000)],
  ['2026-01-31T10:00:00Z', at(Date.UTC(2026, 0, 31, 10))],
  ['2026-01-31t10:00:00.000000001z', at(Date.UTC(2026, 0, 31, 10)) + 1n],
  ['2026-01-31T10:00:00.5+02:00', at(Date.UTC(2026, 0, 31, 8)) + 500_000_000n],
  ['1769853600', 1_769_853_600_000_000_000n],
  ['1769853600.25', 1_769_853_600_250_000_000n],
])('%s', (text, ns) => {
  expect(parseMoment(text, nowMs)).toBe(ns);
});

test('without a zone it is local time, a date alone its first second', () => {
  expect(parseMoment('2026-01-31T10:00:00', nowMs)).toBe(at(new Date(2026, 0, 31, 10).getTime()));
  expect(parseMoment('2026-01-31', nowMs)).toBe(at(new Date(2026, 0, 31).getTime()));
});

test.each(['', 'soon', '10', '10x', 'm', '2026-13-01', '2026-01-31T25:00:00Z', '-5m'])('%j is refused', (text) => {
  expect(() => parseMoment(text, nowMs)).toThrow(/is no moment/);
});
