/**
 * One row of a surface: printable text and SGR sequences only, `cells` wide. The row starts in the default style and
 * may leave any style behind; what is missing to the surface's width is blank.
 */
export interface PaintedRow {
  readonly text: string;
  readonly cells: number;
}

export type CursorShape = 'block' | 'underline' | 'bar';

/** Where the terminal's own cursor belongs, in cells from the surface's top left. */
export interface SurfaceCursor {
  readonly x: number;
  readonly y: number;
  readonly shape: CursorShape;
  readonly blinking: boolean;
}

/**
 * What draws a surface. It lives outside React, so that new data neither renders components nor waits for Ink's layout,
 * and it outlives the components that show it. One surface shows it at a time.
 */
export interface Painter {
  /** The surface is on screen: call `repaint` whenever `paint` would answer something new. Cheap to call often. */
  attach(repaint: () => void): void;
  /** The surface left the screen. */
  detach(): void;
  /**
   * The rows from the top, at most `height`, none wider than `width`. Called once per frame at most and only after
   * `repaint` or a change of size. Give the same object again for a row that did not change: it is not even compared.
   */
  paint(width: number, height: number): readonly PaintedRow[];
  /** Asked after `paint`, only while the surface has the focus. Undefined hides the cursor. */
  cursor?(): SurfaceCursor | undefined;
}
