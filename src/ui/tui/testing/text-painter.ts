import { cutText } from '../../text/cut-text.ts';
import type { PaintedRow, Painter, SurfaceCursor } from '../surface/painter.ts';

/** Paints lines of text, for tests. */
export class TextPainter implements Painter {
  position: SurfaceCursor | undefined;
  paints = 0;
  isAttached = false;
  #lines: readonly string[];
  #repaint: () => void = () => undefined;

  constructor(...lines: readonly string[]) {
    this.#lines = lines;
  }

  set lines(lines: readonly string[]) {
    this.#lines = lines;
    this.#repaint();
  }

  attach(repaint: () => void): void {
    this.#repaint = repaint;
    this.isAttached = true;
  }

  detach(): void {
    this.isAttached = false;
  }

  paint(width: number, height: number): readonly PaintedRow[] {
    this.paints++;
    return this.#lines.slice(0, height).map((line) => cutText(line, width, { keepColours: true }));
  }

  cursor(): SurfaceCursor | undefined {
    return this.position;
  }
}
