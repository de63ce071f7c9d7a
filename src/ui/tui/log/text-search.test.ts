import { expect, test } from 'vitest';
import { textSearch } from './text-search.ts';

test.each([
  ['error', 'An ERROR here', true],
  ['Error', 'an error here', false],
  ['a.b', 'axb', false],
  ['/a.b/', 'axb', true],
  ['/^x|y$/', 'only y', true],
  ['red', 'r\u001b[31me\u001b[0md', true],
  ['[31m', '\u001b[31mx', false],
])('%s in %j: %s', (query, line, isFound) => {
  expect(textSearch(query).matches(line)).toBe(isFound);
  expect(textSearch(query).matches(line)).toBe(isFound);
});

test('marks every match, and keeps the colours it goes through', () => {
  const search = textSearch('ab');
  expect(search.marked('ab-Ab', '7', '27')).toBe('\u001b[7mab\u001b[27m-\u001b[7mAb\u001b[27m');
  expect(search.marked('xa\u001b[31mbx', '7', '27')).toBe('x\u001b[7mab\u001b[27m\u001b[31mx');
  expect(search.matches('ab')).toBe(true);
  expect(search.marked('ab', '7', '27'), 'after it was asked').toBe('\u001b[7mab\u001b[27m');
  expect(search.marked('nothing', '7', '27')).toBe('nothing');
  expect(textSearch('/x*/').marked('ab', '7', '27')).toBe('ab');
});

test('says when an expression is none', () => {
  expect(() => textSearch('/(/')).toThrow(SyntaxError);
});
