import { cutText } from '../../text/cut-text.ts';
import { fitText } from '../../text/fit-text.ts';
import { resetSequence, type Style, styleSequence } from '../../text/style.ts';
import type { PaintedRow, Painter, SurfaceCursor } from '../surface/painter.ts';
import { type DocumentLine, documentLines } from './document-lines.ts';

export interface DocumentTheme {
  readonly name: Style;
  readonly values: Readonly<Record<DocumentLine['kind'], Style>>;
  readonly note: Style;
  readonly selected: Style;
  readonly match: Style;
}

/** A tree of lines that can be folded and searched, with one line in front. */
export class DocumentPainter implements Painter {
  readonly #theme: DocumentTheme;
  readonly #hasCursor: boolean;
  #lines: readonly DocumentLine[] = [];
  #shown: readonly DocumentLine[] = [];
  #folded = new Set<string>();
  #placePath = '';
  #top = 0;
  #height = 1;
  #search = '';
  #hasFound = false;
  #message = '';
  #isFocused = false;
  #repaint: () => void = () => undefined;

  /** With `hasCursor` the terminal's cursor is on the line in front: that is what a screen reader reads. */
  constructor(theme: DocumentTheme, { hasCursor = false }: { readonly hasCursor?: boolean } = {}) {
    this.#theme = theme;
    this.#hasCursor = hasCursor;
  }

  /** The document as plain JSON values. What was folded stays so, and the line in front stays there. */
  setValue(value: unknown): void {
    this.#lines = documentLines(value);
    this.#message = '';
    this.#update();
    // A search may have been quicker than the document.
    if (this.#search !== '' && !this.#hasFound) this.#find(this.#place, 1);
  }

  /** Words in its place. */
  setMessage(text: string): void {
    this.#lines = [];
    this.#message = text;
    this.#update();
  }

  /** Another document: nothing is folded, the first line is in front. */
  reset(): void {
    this.#folded = new Set();
    this.#placePath = '';
    this.#top = 0;
    this.#search = '';
    this.setMessage('');
  }

  setFocused(isFocused: boolean): void {
    if (this.#isFocused === isFocused) return;
    this.#isFocused = isFocused;
    this.#repaint();
  }

  /** The whole document as text, as it may be copied. */
  get text(): string {
    return this.#lines.map((line) => `${indent(line)}${lead(line)}${line.value ?? ''}`).join('\n');
  }

  move(rows: number): void {
    this.#goTo(this.#place + rows);
  }

  page(pages: number): void {
    this.move(pages * Math.max(1, this.#height - 1));
  }

  toStart(): void {
    this.#goTo(0);
  }

  toEnd(): void {
    this.#goTo(this.#shown.length - 1);
  }

  /** Folds or unfolds the line in front, or what it is in. */
  fold(): void {
    const line = this.#shown[this.#place];
    if (!line) return;
    const target = line.value === undefined ? line : this.#parent(line);
    if (!target) return;
    if (!this.#folded.delete(target.path)) this.#folded.add(target.path);
    this.#placePath = target.path;
    this.#update();
  }

  /** Goes to the first line from here on that holds the text, in upper or lower case. Empty ends the search. */
  search(text: string): void {
    this.#search = text.toLowerCase();
    this.#hasFound = false;
    if (this.#search !== '') this.#find(this.#place, 1);
    this.#repaint();
  }

  /** To the next or the previous line that matches, round the ends. */
  step(direction: 1 | -1): void {
    if (this.#search !== '') this.#find(this.#place + direction, direction);
  }

  attach(repaint: () => void): void {
    this.#repaint = repaint;
  }

  detach(): void {
    this.#repaint = () => undefined;
  }

  paint(width: number, height: number): readonly PaintedRow[] {
    this.#height = height;
    if (this.#message !== '') return [this.#plain(fitText(` ${this.#message}`, width))];
    const place = this.#place;
    const last = Math.max(0, this.#shown.length - height);
    this.#top = Math.max(0, Math.min(last, Math.max(Math.min(this.#top, place), place - height + 1)));
    return this.#shown
      .slice(this.#top, this.#top + height)
      .map((line, index) => this.#row(line, width, this.#top + index === place));
  }

  cursor(): SurfaceCursor | undefined {
    if (!this.#hasCursor || this.#shown.length === 0) return undefined;
    return { x: 0, y: this.#place - this.#top, shape: 'block', blinking: false };
  }

  get #place(): number {
    return Math.max(
      0,
      this.#shown.findIndex(({ path }) => path === this.#placePath),
    );
  }

  #goTo(place: number): void {
    const line = this.#shown[Math.max(0, Math.min(this.#shown.length - 1, place))];
    if (!line || line.path === this.#placePath) return;
    this.#placePath = line.path;
    this.#repaint();
  }

  #parent(line: DocumentLine): DocumentLine | undefined {
    const path = line.path.slice(0, line.path.lastIndexOf('/'));
    return this.#lines.find((candidate) => candidate.path === path && candidate.value === undefined);
  }

  #update(): void {
    this.#shown = this.#folded.size === 0 ? this.#lines : unfolded(this.#lines, this.#folded);
    this.#repaint();
  }

  /** A match inside of what is folded unfolds it. */
  #find(from: number, direction: 1 | -1): void {
    const here = this.#shown[Math.max(0, Math.min(this.#shown.length - 1, from))];
    const start = here ? this.#lines.indexOf(here) : 0;
    const count = this.#lines.length;
    for (let distance = 0; distance < count; distance++) {
      const line = this.#lines[(start + direction * distance + count) % count];
      if (!line || !this.#matches(line)) continue;
      for (const path of [...this.#folded]) if (line.path.startsWith(`${path}/`)) this.#folded.delete(path);
      this.#placePath = line.path;
      this.#hasFound = true;
      this.#update();
      return;
    }
  }

  #matches(line: DocumentLine): boolean {
    return this.#search !== '' && `${line.name}: ${line.value ?? ''}`.toLowerCase().includes(this.#search);
  }

  #row(line: DocumentLine, width: number, isInFront: boolean): PaintedRow {
    const isFolded = line.value === undefined && this.#folded.has(line.path);
    const gutter = isInFront && this.#isFocused ? '▸' : ' ';
    const note = isFolded ? `… ${line.inside}` : '';
    const { name, values, note: noteStyle, selected, match } = this.#theme;
    const extra = isInFront && this.#isFocused ? selected : this.#matches(line) ? match : '';
    let room = width;
    let text = '';
    let cells = 0;
    const put = (part: string, style: Style): void => {
      const cut = cutText(part, room);
      const whole = [style, extra].filter(Boolean).join(';');
      text += whole === '' ? cut.text : styleSequence(whole) + cut.text + resetSequence;
      room -= cut.cells;
      cells += cut.cells;
    };
    put(gutter + indent(line), '');
    put(lead(line), name);
    put(line.value ?? '', values[line.kind]);
    put(note, noteStyle);
    return { text, cells };
  }

  #plain({ text, cells }: PaintedRow): PaintedRow {
    return { text: styleSequence(this.#theme.note) + text + resetSequence, cells };
  }
}

const indent = ({ depth }: DocumentLine): string => '  '.repeat(depth);

function lead({ name, value }: DocumentLine): string {
  if (name === '') return value === undefined ? '-' : '- ';
  return value === undefined ? `${name}:` : `${name}: `;
}

function unfolded(lines: readonly DocumentLine[], folded: ReadonlySet<string>): readonly DocumentLine[] {
  let hidden: string | undefined;
  return lines.filter(({ path, value }) => {
    if (hidden !== undefined && path.startsWith(hidden)) return false;
    hidden = value === undefined && folded.has(path) ? `${path}/` : undefined;
    return true;
  });
}
