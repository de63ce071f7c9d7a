import { expect, test } from 'vitest';
import { parseSpanMs } from './span.ts';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['7', 7_000],
  ['0s', 0],
])('%s', (text, ms) => {
  expect(parseSpanMs(text, '--interval')).toBe(ms);
});

test.each(['', 'soon', '5x', '-1s', '1 s', 's'])('%j is refused', (text) => {
  expect(() => parseSpanMs(text, '--interval')).toThrow('is no span of time');
});
