import { fitText } from '../../text/fit-text.ts';
import { resetSequence, styleSequence } from '../../text/style.ts';
import { sgrStyle } from '../theme/sgr-style.ts';
import type { Theme, Token } from '../theme/theme.ts';

interface Piece {
  readonly x: number;
  readonly cells: number;
  readonly text: string;
}

/** Rows of a screen to put styled pieces of text on. Pieces do not overlap. */
export class PlainCanvas {
  readonly #theme: Theme;
  readonly #rows: Piece[][];

  constructor(theme: Theme, rows: number) {
    this.#theme = theme;
    this.#rows = Array.from({ length: rows }, () => []);
  }

  /** Puts as much of `text` as fits into `width` cells; gives the column after it. */
  put(x: number, y: number, text: string, as: Token, width = Number.POSITIVE_INFINITY): number {
    const fitted = fitText(text, Math.min(width, text.length * 2));
    const style = sgrStyle(this.#theme[as]);
    const styled = style === '' ? fitted.text : styleSequence(style) + fitted.text + resetSequence;
    if (fitted.cells > 0) this.#rows[y]?.push({ x, cells: fitted.cells, text: styled });
    return x + fitted.cells;
  }

  rows(): readonly string[] {
    return this.#rows.map((pieces) => {
      let column = 0;
      let row = '';
      for (const { x, cells, text } of pieces.toSorted((a, b) => a.x - b.x)) {
        row += ' '.repeat(Math.max(0, x - column)) + text;
        column = x + cells;
      }
      return row;
    });
  }
}
