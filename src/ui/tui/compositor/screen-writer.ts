import { resetSequence } from '../../text/style.ts';
import type { PaintedRow, SurfaceCursor } from '../surface/painter.ts';
import { beginFrame, endFrame, hideCursor, moveTo, showCursor } from './terminal-modes.ts';

export interface FrameOutput {
  write(data: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/** Gathers the changed cells of one frame and writes them at once. */
export class ScreenWriter {
  readonly #output: FrameOutput;
  readonly #onDrain: () => void;
  #cells = '';
  #cursor = '';
  #isBusy = false;
  #isStopped = true;

  /** `onDrain` is called when a slow output took a frame and can take another. */
  constructor(output: FrameOutput, onDrain: () => void) {
    this.#output = output;
    this.#onDrain = onDrain;
  }

  /** The terminal is not ours, or has not yet taken the frame before: a new one would only queue up behind it. */
  get isBusy(): boolean {
    return this.#isBusy || this.#isStopped;
  }

  /** `row` at a cell of the screen, followed by blanks up to `width` cells. */
  put(x: number, y: number, width: number, row: PaintedRow): void {
    const isStyled = row.text.includes('\u001b');
    this.#cells += moveTo(x, y) + row.text + (isStyled ? resetSequence : '');
    if (row.cells < width) this.#cells += `\u001b[${width - row.cells}X`;
  }

  /** Writes the frame, if anything changed, and leaves the cursor where it belongs; undefined hides it. */
  flush(cursor: SurfaceCursor | undefined): void {
    const cursorSequence = cursor ? showCursor(cursor) : hideCursor;
    const cells = this.#cells;
    if (cells === '' && cursorSequence === this.#cursor) return;
    const hide = cells !== '' && this.#cursor !== hideCursor ? hideCursor : '';
    this.#cells = '';
    this.#cursor = cursorSequence;
    if (this.#output.write(beginFrame + hide + cells + cursorSequence + endFrame)) return;
    this.#isBusy = true;
    this.#output.once('drain', () => {
      this.#isBusy = false;
      if (!this.#isStopped) this.#onDrain();
    });
  }

  /** The terminal's cursor was changed by others. */
  forget(): void {
    this.#cursor = '';
  }

  start(): void {
    this.#isStopped = false;
    this.forget();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cells = '';
  }
}
