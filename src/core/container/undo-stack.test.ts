import { expect, test } from 'vitest';
import { UndoStack } from './undo-stack.ts';

test('steps are undone last first, past one that fails, and once', async () => {
  const undone: string[] = [];
  const failure = new Error('stuck');
  const stack = new UndoStack();
  stack.push('first', () => {
    undone.push('first');
  });
  stack.push('second', () => Promise.reject(failure));
  stack.push('third', async () => {
    await Promise.resolve();
    undone.push('third');
  });
  expect(await stack.unwind()).toEqual([{ what: 'second', error: failure }]);
  expect(undone).toEqual(['third', 'first']);
  expect(await stack.unwind()).toEqual([]);
  expect(undone).toHaveLength(2);
});
