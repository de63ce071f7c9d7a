import { expect, test } from 'vitest';
import { onePane, splitPane } from '../state/pane-tree.ts';
import { layoutScreen } from './layout.ts';
import { neighbour } from './neighbour.ts';

const tree = splitPane(splitPane(onePane(1), 1, 'beside', 2), 2, 'below', 3);
const request = { size: { columns: 120, rows: 40 }, focus: 'list', zoomed: false, hasSession: true } as const;
const layout = layoutScreen({ ...request, paneTree: onePane(1), activePaneId: 1 });

test.each([
  ['list', 'right', 'detail'],
  ['list', 'down', 'session'],
  ['list', 'left', undefined],
  ['detail', 'left', 'list'],
  ['detail', 'down', 'session'],
  ['session', 'up', 'list'],
  ['session', 'down', undefined],
] as const)('from %s %s: %s', (from, direction, to) => {
  const found = neighbour(layout, { focus: from, paneId: 1 }, direction);
  expect(found?.focus).toBe(to);
});

test.each([
  [1, 'right', 2],
  [2, 'down', 3],
  [3, 'left', 1],
  [3, 'up', 2],
] as const)('from session %i %s: %i', (from, direction, to) => {
  const divided = layoutScreen({ ...request, paneTree: tree, activePaneId: 1 });
  expect(neighbour(divided, { focus: 'session', paneId: from }, direction)).toEqual({ focus: 'session', paneId: to });
});
