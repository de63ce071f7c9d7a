import { expect, test } from 'vitest';
import { codePointAt } from './clusters.ts';
import { inkClusters } from './ink-clusters.ts';
import { RowSlicer } from './row-slicer.ts';

const slicer = new RowSlicer(inkClusters());

test.each([
  ['plain text', '│abc│', 1, 4, 'abc', 3],
  ['a row that ends before', 'ab', 1, 9, 'b', 1],
  ['nothing of a short row', 'ab', 5, 9, '', 0],
  ['a wide character across the right edge', 'a你b', 0, 2, 'a ', 2],
  ['a wide character across the left edge', 'a你b', 2, 4, ' b', 2],
  ['a cluster, counted as Ink counts it', '👩\u200d👧x', 2, 3, 'x', 1],
  ['a mark on its character', 'e\u0301x', 0, 1, 'e\u0301', 1],
])('cuts %s', (_, row, from, to, text, cells) => {
  expect(slicer.slice(row, from, to)).toEqual({ text, cells });
});

test('starts in the style of its first cell and ends in the default one', () => {
  const row = '\u001b[1m\u001b[31mred\u001b[39m bold\u001b[22m plain';
  expect(slicer.slice(row, 1, 3).text).toBe('\u001b[1;31med\u001b[0m');
  expect(slicer.slice(row, 4, 6).text).toBe('\u001b[1mbo\u001b[0m');
  expect(slicer.slice(row, 9, 14).text).toBe('plain');
});

test('lets nothing through but text and colours', () => {
  expect(slicer.slice('a\u001b[2Jb\u0007c\u001b]0;x\u0007d\u009b', 0, 9)).toEqual({ text: 'abcd', cells: 4 });
});

test('counts as the painters do as long as they alone draw', () => {
  const plain = new RowSlicer(codePointAt);
  expect(plain.slice('▶ a你● b…', 0, 6)).toEqual({ text: '▶ a你●', cells: 6 });
  expect(plain.slice('a你b', 2, 4)).toEqual({ text: ' b', cells: 2 });
});
