import { expect, test } from 'vitest';
import { fillText, fitText } from './fit-text.ts';

test('marks what was cut away', () => {
  expect(fitText('nginx', 5)).toEqual({ text: 'nginx', cells: 5 });
  expect(fitText('nginx', 4)).toEqual({ text: 'ngi…', cells: 4 });
  expect(fitText('nginx', 1)).toEqual({ text: '…', cells: 1 });
  expect(fitText('nginx', 0)).toEqual({ text: '', cells: 0 });
  expect(fitText('你好吗', 4)).toEqual({ text: '你…', cells: 3 });
});

test('fills up to the width on either side', () => {
  expect(fillText('ab', 4)).toBe('ab  ');
  expect(fillText('ab', 4, 'right')).toBe('  ab');
  expect(fillText('你好吗', 4)).toBe('你… ');
  expect(fillText('a\u001b[2Jb', 4)).toBe('ab  ');
});
