import { cutText } from '../../text/cut-text.ts';
import type { PlacedSurface } from '../surface/host.ts';
import type { PaintedRow } from '../surface/painter.ts';
import type { Rectangle } from './rectangle.ts';

const blankRow: PaintedRow = { text: '', cells: 0 };

/** A surface on the screen: where it is and what it last painted. */
export class Placement {
  readonly surface: PlacedSurface;
  rectangle: Rectangle | undefined;
  needsPaint = true;
  #rows: readonly PaintedRow[] = [];
  #width = 0;
  #height = 0;

  constructor(surface: PlacedSurface) {
    this.surface = surface;
  }

  /** Asks the painter for its rows, if they or the size can have changed; says whether it did. */
  refresh(): boolean {
    const { rectangle } = this;
    if (!rectangle) return false;
    const { width, height } = rectangle;
    if (!this.needsPaint && width === this.#width && height === this.#height) return false;
    this.needsPaint = false;
    this.#width = width;
    this.#height = height;
    this.#rows = this.surface.painter.paint(width, height);
    return true;
  }

  /** The cells of screen row `y` between two columns; the painter's own row object where all of it is seen. */
  rowAt(y: number, from: number, to: number): PaintedRow {
    if (!this.rectangle) return blankRow;
    const row = this.#rows[y - this.rectangle.y] ?? blankRow;
    const left = from - this.rectangle.x;
    if (left === 0 && to - from === this.rectangle.width && row.cells <= this.rectangle.width) return row;
    return cutText(row.text, to - from, { from: left, keepColours: true });
  }
}
