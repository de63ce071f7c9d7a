import { expect, test } from 'vitest';
import { layoutColumns } from './column-layout.ts';
import type { TableColumn } from './table-row.ts';

const name: TableColumn = { title: 'NAME', width: { min: 8, weight: 2 } };
const image: TableColumn = { title: 'IMAGE', width: { min: 6, max: 20, weight: 1 }, dispensable: 2 };
const state: TableColumn = { title: 'STATE', width: 7 };
const age: TableColumn = { title: 'AGE', width: 4, dispensable: 1 };

test.each([
  [28, [8, 6, 7, 4]],
  [31, [10, 7, 7, 4]],
  [100, [66, 20, 7, 4]],
  [27, [14, 0, 7, 4]],
  [20, [12, 0, 7, 0]],
  [16, [8, 0, 7, 0]],
  [12, [8, 0, 3, 0]],
  [5, [5, 0, 0, 0]],
  [0, [0, 0, 0, 0]],
])('fits %i cells', (width, widths) => {
  expect(layoutColumns([name, image, state, age], width)).toEqual(widths);
});
