import type { TableRow } from './table-row.ts';

/** The nearest row at or after `index`, else before it, that can be selected; -1 when there is none. */
export function nearestSelectable(rows: readonly TableRow[], index: number): number {
  const start = Math.max(0, Math.min(index, rows.length - 1));
  const after = rows.findIndex((row, position) => position >= start && isSelectable(row));
  return after >= 0 ? after : rows.findLastIndex(isSelectable);
}

/** The row `distance` selectable rows away from `index`, or as far as there are any. */
export function stepSelectable(rows: readonly TableRow[], index: number, distance: number): number {
  const step = Math.sign(distance);
  let reached = index;
  let left = Math.abs(distance);
  for (let position = index + step; left > 0 && position >= 0 && position < rows.length; position += step) {
    if (!isSelectable(rows[position])) continue;
    reached = position;
    left--;
  }
  return reached;
}

function isSelectable(row: TableRow | undefined): boolean {
  return row !== undefined && row.selectable !== false;
}
