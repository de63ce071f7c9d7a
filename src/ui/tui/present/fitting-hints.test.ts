import { expect, test } from 'vitest';
import { fittingHints } from './fitting-hints.ts';

const hints = ['new', 'stop', 'shell', 'kill', 'help', 'quit'].map((text) => ({ keys: text.charAt(0), text }));
const shown = (width: number): string =>
  fittingHints(hints, width)
    .map(({ text }) => text)
    .join(' ');

test('help and quit stay longest', () => {
  expect(shown(200)).toBe('new stop shell kill help quit');
  expect(shown(46)).toBe('new stop shell kill help quit');
  expect(shown(45)).toBe('new stop shell help quit');
  expect(shown(20)).toBe('help quit');
  expect(shown(3)).toBe('quit');
  expect(fittingHints([], 10)).toEqual([]);
});
