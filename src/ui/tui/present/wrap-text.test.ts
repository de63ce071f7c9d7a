import { expect, test } from 'vitest';
import { wrapText } from './wrap-text.ts';

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
