import { expect, test } from 'vitest';
import { onePane, placePanes, shownPanes, splitPane, swapPane, withoutPane } from './pane-tree.ts';

const area = { x: 10, y: 5, width: 101, height: 21 };
const two = splitPane(onePane(1), 1, 'beside', 2);
const three = splitPane(two, 2, 'below', 3);

test('divides the room without gaps', () => {
  expect(placePanes(three, area)).toEqual([
    { paneId: 1, rectangle: { x: 10, y: 5, width: 51, height: 21 } },
    { paneId: 2, rectangle: { x: 61, y: 5, width: 50, height: 11 } },
    { paneId: 3, rectangle: { x: 61, y: 16, width: 50, height: 10 } },
  ]);
});

test('gives the room of a pane that goes to its neighbour', () => {
  expect(withoutPane(three, 2)).toEqual(splitPane(onePane(1), 1, 'beside', 3));
  expect(withoutPane(three, 1)).toEqual(splitPane(onePane(2), 2, 'below', 3));
  expect(withoutPane(onePane(1), 1)).toBeUndefined();
  expect(withoutPane(two, 7)).toEqual(two);
});

test('shows another pane in the same place', () => {
  expect(shownPanes(swapPane(three, 2, 9))).toEqual([1, 9, 3]);
});
