import { expect, test } from 'vitest';
import { editField, emptyTextField, insertText, proposal, type TextField, textField } from './text-field.ts';

/** `ab|c`: the bar is the cursor. */
const field = (drawn: string): TextField => ({ text: drawn.replace('|', ''), cursor: drawn.indexOf('|') });
const draw = ({ text, cursor }: TextField): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

test.each([
  ['ab|c', 'left', 'a|bc'],
  ['|abc', 'left', '|abc'],
  ['a👍|', 'left', 'a|👍'],
  ['a|👍b', 'right', 'a👍|b'],
  ['abc|', 'right', 'abc|'],
  ['ab|c', 'home', '|abc'],
  ['ab|c', 'end', 'abc|'],
  ['ab|c', 'backspace', 'a|c'],
  ['👍|', 'backspace', '|'],
  ['|abc', 'backspace', '|abc'],
  ['|👍b', 'delete', '|b'],
  ['abc|', 'delete', 'abc|'],
  ['ab|c', 'ctrl-u', '|c'],
  ['ab|c', 'ctrl-k', 'ab|'],
  ['sh -c  echo| x', 'ctrl-w', 'sh -c  | x'],
  ['sh -c  | x', 'ctrl-w', 'sh | x'],
  ['|x', 'ctrl-w', '|x'],
])('%s %s gives %s', (before, key, after) => {
  expect(draw(editField(field(before), key) as TextField)).toBe(after);
});

test('a key that edits nothing is left to others', () => {
  expect(editField(field('a|'), 'enter')).toBeUndefined();
  expect(editField(field('a|'), 'x')).toBeUndefined();
});

test('pasted lines become one line without control characters', () => {
  expect(draw(insertText(field('a|b'), '1\r\n2\x1b[31m'))).toBe('a1 2[31m|b');
  expect(insertText(emptyTextField, 'x')).toEqual(textField('x'));
});

test('what is typed over a proposal takes its place; moving in it first keeps it', () => {
  expect(draw(insertText(proposal('busybox-1'), 'w'))).toBe('w|');
  const moved = editField(proposal('busybox-1'), 'end') as TextField;
  expect(draw(insertText(moved, '0'))).toBe('busybox-10|');
  expect(draw(editField(proposal('ab'), 'backspace') as TextField)).toBe('a|');
});
