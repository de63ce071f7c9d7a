import { codePointWidth } from './code-point-width.ts';
import { escapeSequenceLength } from './escape-sequence.ts';
import { Rendition } from './rendition.ts';
import { type Style, styleSequence } from './style.ts';
import { isSkinTone, visibleCharacter } from './visible-character.ts';

const tabStop = 8;
const mostMarksPerCell = 4;
const sgrSequence = /^[0-9;:]*m$/;

export interface CutOptions {
  /** Cells to leave out at the left. */
  readonly from?: number;
  /** Where to go on in the text, and the style reached there: both as an earlier cut gave them. */
  readonly index?: number;
  readonly style?: Style;
  /** Keep colours; without it every escape sequence is removed. */
  readonly keepColours?: boolean;
}

export interface Cut {
  /** Printable text and, if kept, SGR sequences. */
  readonly text: string;
  readonly cells: number;
  /** The first code unit that found no room: the text's length when all of it did. */
  readonly index: number;
  readonly style: Style;
}

/**
 * `width` cells of strangers' text, made harmless: no control reaches the terminal, each shows as a picture of itself,
 * tabs are spaces, and a wide character that does not fit at an edge leaves a blank.
 */
export function cutText(text: string, width: number, options: CutOptions = {}): Cut {
  const { from = 0, index = 0, style = '', keepColours = false } = options;
  const cutter = new Cutter(from, from + width, style, keepColours);
  const end = cutter.take(text, index);
  return { text: cutter.text, cells: Math.max(0, cutter.column - from), index: end, style: cutter.style };
}

/** One pass over a text. Columns count from the start of the text; those from `from` to `to` are kept. */
class Cutter {
  text = '';
  column = 0;
  style: Style;
  readonly #from: number;
  readonly #to: number;
  readonly #keepColours: boolean;
  readonly #rendition: Rendition;
  #emittedStyle: Style = '';
  #marks = 0;
  #lastWidth = 0;

  constructor(from: number, to: number, style: Style, keepColours: boolean) {
    this.#from = from;
    this.#to = to;
    this.style = style;
    this.#rendition = new Rendition(style);
    this.#keepColours = keepColours;
  }

  /** Reads from `start` until nothing more fits; gives the index of what did not. */
  take(text: string, start: number): number {
    let index = start;
    while (index < text.length) {
      const code = text.charCodeAt(index);
      if (code >= 0x20 && code < 0x7f) {
        if (this.column >= this.#to) return index;
        index = this.#takeAscii(text, index);
      } else if (code === 0x1b && escapeSequenceLength(text, index) > 1) {
        index = this.#takeEscape(text, index);
      } else {
        const codePoint = text.codePointAt(index) as number;
        if (!this.#takeCodePoint(codePoint)) return index;
        index += codePoint > 0xffff ? 2 : 1;
      }
    }
    return index;
  }

  #takeAscii(text: string, start: number): number {
    const limit = Math.min(text.length, start + this.#to - this.column);
    let end = start + 1;
    while (end < limit && text.charCodeAt(end) >= 0x20 && text.charCodeAt(end) < 0x7f) end++;
    const hidden = Math.min(end - start, Math.max(0, this.#from - this.column));
    if (start + hidden < end) this.#emit(text.slice(start + hidden, end));
    this.column += end - start;
    this.#lastWidth = 1;
    return end;
  }

  #takeEscape(text: string, start: number): number {
    const length = escapeSequenceLength(text, start);
    if (this.#keepColours && text.charCodeAt(start + 1) === 0x5b) {
      const body = text.slice(start + 2, start + length);
      if (sgrSequence.test(body)) {
        this.#rendition.apply(body.slice(0, -1));
        this.style = this.#rendition.style;
      }
    }
    return start + length;
  }

  /** False when it does not fit any more. */
  #takeCodePoint(codePoint: number): boolean {
    if (codePoint === 0x09) return this.#takeBlanks(tabStop - (this.column % tabStop));
    if (isSkinTone(codePoint) && this.#lastWidth === 2) return true;
    const character = visibleCharacter(codePoint);
    if (character === '') return true;
    const width = codePointWidth(character.codePointAt(0) as number);
    if (width === 0) return this.#takeMark(character);
    if (this.column + width > this.#to) return this.column < this.#to ? this.#takeBlanks(0) : false;
    if (this.column >= this.#from) this.#emit(character);
    else if (this.column + width > this.#from) this.#emit(' ');
    this.column += width;
    this.#lastWidth = width;
    return true;
  }

  #takeMark(character: string): boolean {
    if (this.column > this.#from && this.column <= this.#to && this.#marks < mostMarksPerCell) {
      this.text += character;
      this.#marks++;
    }
    return true;
  }

  /** Blanks for a tab. None for a wide character that would cross the right edge: it opens the next row. */
  #takeBlanks(count: number): boolean {
    if (count === 0 || this.column >= this.#to) return false;
    const end = Math.min(this.#to, this.column + count);
    const shown = end - Math.max(this.#from, this.column);
    if (shown > 0) this.#emit(' '.repeat(shown));
    this.column = end;
    this.#lastWidth = 1;
    return true;
  }

  #emit(text: string): void {
    if (this.style !== this.#emittedStyle) {
      this.text += styleSequence(this.style === '' ? '0' : `0;${this.style}`);
      this.#emittedStyle = this.style;
    }
    this.text += text;
    this.#marks = 0;
  }
}
