import { expect, test } from 'vitest';
import { breakLine, wrapText } from './wrap-text.ts';

test.each([
  ['', 10, ['']],
  ['one two', 10, ['one two']],
  ['one two three', 8, ['one two', 'three']],
  ['a-very-long-word b', 6, ['a-very', '-long-', 'word b']],
  ['漢字漢字 ab', 5, ['漢字', '漢字', 'ab']],
  ['漢字', 1, ['漢', '字']],
  ["sh -c  'x'", 7, ['sh -c ', "'x'"]],
])('%j in %i cells', (text, width, lines) => {
  expect(wrapText(text, width)).toEqual(lines);
});

test('a line is broken where a terminal would, and keeps its blanks', () => {
  expect(breakLine('  a  b c', 4)).toEqual(['  a ', ' b c']);
  expect(breakLine('漢字漢', 5)).toEqual(['漢字', '漢']);
  expect(breakLine('', 4)).toEqual(['']);
});

test('a long word is broken in no time that grows with its square', () => {
  expect(wrapText('x'.repeat(200_000), 100)).toHaveLength(2_000);
});
