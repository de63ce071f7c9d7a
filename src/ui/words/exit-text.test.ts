import { expect, test } from 'vitest';
import type { ContainerExit } from '../../core/api/index.ts';
import { exitText } from './exit-text.ts';

const exit = (over: Partial<ContainerExit>): ContainerExit => ({
  reason: 'exited',
  code: 0,
  signal: undefined,
  at: 1n,
  ...over,
});

test.each([
  [exit({}), 'exited 0'],
  [exit({ code: 3 }), 'exited 3'],
  [exit({ reason: 'signaled', code: 137, signal: 9 }), 'exited 137 KILL'],
  [exit({ reason: 'signaled', code: 162, signal: 34 }), 'exited 162 34'],
  [exit({ reason: 'unknown', code: undefined }), 'exited ?'],
  [exit({ reason: 'unknown', code: 0 }), 'exited ?'],
  [undefined, 'exited ?'],
])('%o', (value, text) => {
  expect(exitText(value)).toBe(text);
});
