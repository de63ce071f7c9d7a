import { expect, test } from 'vitest';
import { DetachKeys } from './detach-keys.ts';

function take(...inputs: string[]): { data: string; detach: boolean } {
  const keys = new DetachKeys();
  let data = '';
  for (const input of inputs) {
    const taken = keys.take(Buffer.from(input));
    data += Buffer.from(taken.data).toString();
    if (taken.detach) return { data, detach: true };
  }
  return { data, detach: false };
}

test('Ctrl-p Ctrl-q leaves, in one read or two, and what came before is still typed', () => {
  expect(take('ls\x10\x11rest')).toEqual({ data: 'ls', detach: true });
  expect(take('ls\x10', '\x11')).toEqual({ data: 'ls', detach: true });
});

test('every other Ctrl-p is typed once the next key is known', () => {
  expect(take('\x10')).toEqual({ data: '', detach: false });
  expect(take('\x10', 'a')).toEqual({ data: '\x10a', detach: false });
  expect(take('\x10\x10\x11')).toEqual({ data: '\x10', detach: true });
  expect(take('\x11')).toEqual({ data: '\x11', detach: false });
});
