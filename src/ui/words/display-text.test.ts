import { expect, test } from 'vitest';
import { displayText } from './display-text.ts';

test.each([
  ['plain ünïcode 漢字 👍', 'plain ünïcode 漢字 👍'],
  ['a\x1b[2Jb', 'a␛[2Jb'],
  ['two\nlines\tand\x7f', 'two␊lines␉and␡'],
  ['c1 \x9b31m', 'c1 �31m'],
  ['evil\u202egnp.exe', 'evil�gnp.exe'],
])('%j is shown as %j', (text, shown) => {
  expect(displayText(text)).toBe(shown);
});
