import { expect, test } from 'vitest';
import { layoutScreen } from './layout.ts';
import { neighbour } from './neighbour.ts';

const layout = layoutScreen({ size: { columns: 120, rows: 40 }, focus: 'list', zoomed: false, hasSession: true });

test.each([
  ['list', 'right', 'detail'],
  ['list', 'down', 'session'],
  ['list', 'left', undefined],
  ['detail', 'left', 'list'],
  ['detail', 'down', 'session'],
  ['session', 'up', 'list'],
  ['session', 'down', undefined],
] as const)('from %s %s: %s', (from, direction, to) => {
  expect(neighbour(layout, from, direction)).toBe(to);
});
