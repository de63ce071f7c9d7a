/** Cells of the screen, from 0,0 at the top left. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of `inner` that lies on a screen of `columns` by `rows`; undefined when nothing does. */
export function clipToScreen(inner: Rectangle, columns: number, rows: number): Rectangle | undefined {
  const x = Math.max(0, inner.x);
  const y = Math.max(0, inner.y);
  const width = Math.min(columns, inner.x + inner.width) - x;
  const height = Math.min(rows, inner.y + inner.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

export function contains(rectangle: Rectangle, x: number, y: number): boolean {
  return (
    x >= rectangle.x && x < rectangle.x + rectangle.width && y >= rectangle.y && y < rectangle.y + rectangle.height
  );
}

export function isSameRectangle(a: Rectangle, b: Rectangle): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
