import type { TableColumn } from './table-row.ts';

/** Blank cells between two columns. */
export const columnGap = 1;

/**
 * Cells for each column in a table `width` wide: 0 for those left out. Dispensable columns go until the minimum widths
 * fit; what is left over is shared by weight.
 */
export function layoutColumns(columns: readonly TableColumn[], width: number): readonly number[] {
  const kept = new Set(columns);
  const dispensable = columns.filter((column) => (column.dispensable ?? 0) > 0);
  dispensable.sort((a, b) => (b.dispensable ?? 0) - (a.dispensable ?? 0));
  while (leftOver(kept, width) < 0 && dispensable.length > 0) kept.delete(dispensable.shift() as TableColumn);
  const shares = shareOut([...kept], Math.max(0, leftOver(kept, width)));
  const widths = columns.map((column) => (kept.has(column) ? minimum(column) + (shares.get(column) ?? 0) : 0));
  return cutToWidth(widths, width);
}

function minimum(column: TableColumn): number {
  return typeof column.width === 'number' ? column.width : column.width.min;
}

function leftOver(columns: ReadonlySet<TableColumn>, width: number): number {
  let used = columnGap * Math.max(0, columns.size - 1);
  for (const column of columns) used += minimum(column);
  return width - used;
}

/** Shares `cells` by weight; what a column's maximum turns down goes to the others. */
function shareOut(columns: readonly TableColumn[], cells: number): ReadonlyMap<TableColumn, number> {
  const shares = new Map<TableColumn, number>();
  let rest = cells;
  let open = columns.filter((column) => typeof column.width !== 'number' && column.width.weight > 0);
  while (rest > 0 && open.length > 0) {
    const total = open.reduce((sum, column) => sum + weight(column), 0);
    const before = rest;
    for (const column of open) {
      const share = Math.min(rest, room(column, shares), Math.max(1, Math.floor((before * weight(column)) / total)));
      shares.set(column, (shares.get(column) ?? 0) + share);
      rest -= share;
    }
    open = open.filter((column) => room(column, shares) > 0);
  }
  return shares;
}

function weight(column: TableColumn): number {
  return typeof column.width === 'number' ? 0 : column.width.weight;
}

function room(column: TableColumn, shares: ReadonlyMap<TableColumn, number>): number {
  if (typeof column.width === 'number') return 0;
  return (column.width.max ?? Number.POSITIVE_INFINITY) - column.width.min - (shares.get(column) ?? 0);
}

/** A table too narrow even for its minimum is cut at its right edge. */
function cutToWidth(widths: readonly number[], width: number): readonly number[] {
  let rest = width;
  return widths.map((cells) => {
    const kept = Math.max(0, Math.min(cells, rest));
    if (cells > 0) rest -= cells + columnGap;
    return kept;
  });
}
