import type { Rectangle } from './rectangle.ts';

/** Somebody who draws a rectangle of the screen. */
export interface Region<Owner> {
  readonly rectangle: Rectangle;
  /** Of two regions on one cell the one with the higher level is seen, and Ink (no owner) before others of its level. */
  readonly level: number;
  /** Undefined: Ink's own cells show here. */
  readonly owner: Owner | undefined;
}

/** Columns `from` to `to` of a row, drawn by one owner. */
export interface Segment<Owner> {
  readonly from: number;
  readonly to: number;
  readonly owner: Owner | undefined;
}

/** Who draws which cells: for each row of the screen its segments from left to right, without gaps. */
export function planRows<Owner>(
  regions: readonly Region<Owner>[],
  columns: number,
  rows: number,
): readonly (readonly Segment<Owner>[])[] {
  const ordered = regions.toSorted(
    (a, b) => a.level - b.level || Number(a.owner !== undefined) - Number(b.owner !== undefined),
  );
  return Array.from({ length: rows }, (_, y) => {
    const owners = new Array<Owner | undefined>(columns).fill(undefined);
    for (const { rectangle, owner } of ordered) {
      if (y >= rectangle.y && y < rectangle.y + rectangle.height) {
        owners.fill(owner, rectangle.x, rectangle.x + rectangle.width);
      }
    }
    return segmentsOf(owners);
  });
}

function segmentsOf<Owner>(owners: readonly (Owner | undefined)[]): readonly Segment<Owner>[] {
  const segments: Segment<Owner>[] = [];
  let from = 0;
  for (let column = 1; column <= owners.length; column++) {
    if (column < owners.length && owners[column] === owners[from]) continue;
    segments.push({ from, to: column, owner: owners[from] });
    from = column;
  }
  return segments;
}
