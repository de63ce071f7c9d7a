import type { IBufferLine, Terminal } from '@xterm/headless';
import { cutText } from '../../text/cut-text.ts';
import type { TextSearch } from '../log/text-search.ts';
import type { PaintedRow } from '../surface/painter.ts';

const matchStyle = '7';
const plainStyle = '0';

/** A search in all lines of a terminal, those of the scrollback included. */
export class ScrollbackSearch {
  readonly #terminal: Terminal;
  #search: TextSearch | undefined;
  /** The line of the match it is at; it moves with the scrollback. */
  #current: ReturnType<Terminal['registerMarker']> | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get isActive(): boolean {
    return this.#search !== undefined;
  }

  /** Another search, or none: the next match is looked for from what is seen. */
  set(search: TextSearch | undefined): void {
    this.#search = search;
    this.#current?.dispose();
    this.#current = undefined;
  }

  /**
   * The next line up (-1) or down (1) that matches, from the match it is at; from `start` when it is at none. Undefined
   * when there is none.
   */
  find(direction: 1 | -1, start: number): number | undefined {
    const { active } = this.#terminal.buffer;
    const from = this.#current && this.#current.line >= 0 ? this.#current.line + direction : start;
    for (let y = from; y >= 0 && y < active.length; y += direction) {
      if (active.getLine(y)?.isWrapped || !this.#search?.matches(this.#wholeLine(y))) continue;
      this.#current?.dispose();
      // A marker is placed relative to the cursor's line.
      this.#current = this.#terminal.registerMarker(y - active.baseY - active.cursorY);
      return y;
    }
    return undefined;
  }

  /** The row of a line with its matches marked; undefined for one without. */
  paint(line: IBufferLine | undefined, width: number): PaintedRow | undefined {
    const text = line?.translateToString(true) ?? '';
    if (!this.#search?.matches(text)) return undefined;
    return cutText(this.#search.marked(text, matchStyle, plainStyle), width, { keepColours: true });
  }

  /** What was only wrapped is one line: a word may be on both sides of the fold. */
  #wholeLine(y: number): string {
    const { active } = this.#terminal.buffer;
    let text = '';
    for (let row = y; row < active.length; row++) {
      const isContinued = active.getLine(row + 1)?.isWrapped === true;
      text += active.getLine(row)?.translateToString(!isContinued) ?? '';
      if (!isContinued) break;
    }
    return text;
  }
}
