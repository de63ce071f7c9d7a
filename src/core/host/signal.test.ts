import { expect, test } from 'vitest';
import { sendSignal } from './signal.ts';

test.each([0, -1])('%i, which kill(2) takes for many processes, is refused', (pid) => {
  expect(() => sendSignal(pid, 0)).toThrow(expect.objectContaining({ code: 'internal' }));
});

test('a process that is not there is told apart from one that is', () => {
  expect(sendSignal(process.pid, 0)).toBe(true);
  expect(sendSignal(2 ** 22 + 1, 0)).toBe(false);
});
