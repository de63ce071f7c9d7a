import { expect, test } from 'vitest';
import { LineSelection } from './line-selection.ts';

test('chooses from where it began to where it is, within what there is', () => {
  const selection = new LineSelection();
  expect([selection.isActive, selection.includes(0)]).toEqual([false, false]);
  selection.start(10);
  expect(selection.move(-3, 0, 20)).toBe(7);
  expect(selection.range).toEqual([7, 10]);
  expect(selection.move(Number.POSITIVE_INFINITY, 0, 20)).toBe(20);
  expect([9, 10, 20, 21].map((line) => selection.includes(line))).toEqual([false, true, true, false]);
  // The lines before 12 are gone.
  selection.move(-100, 12, 20);
  expect(selection.range).toEqual([12, 12]);
  selection.end();
  expect(selection.includes(12)).toBe(false);
});
