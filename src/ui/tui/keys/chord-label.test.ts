import { expect, test } from 'vitest';
import { chordLabel } from './chord-label.ts';

test.each([
  ['j', 'j'],
  ['G', 'G'],
  ['-', '-'],
  ['ctrl-g', 'Ctrl-g'],
  ['shift-tab', 'Shift-Tab'],
  ['ctrl-alt-left', 'Ctrl-Alt-←'],
  ['f12', 'F12'],
  ['f', 'f'],
  ['pagedown', 'PgDn'],
])('%s is written %s', (chord, label) => {
  expect(chordLabel(chord)).toBe(label);
});
