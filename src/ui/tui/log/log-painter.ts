import { LineSelection } from '../../text/line-selection.ts';
import type { PaintedRow, Painter } from '../surface/painter.ts';
import { bytesToRead, type LineView, paintLine, type Timestamps } from './line-painting.ts';
import { LogStore } from './log-store.ts';
import type { LogTheme } from './log-theme.ts';
import { LogViewport } from './log-viewport.ts';
import type { TextSearch } from './text-search.ts';

/** How much of one line is ever shown, wrapped. */
const longestLineBytes = 2 * 1024 * 1024;

export interface LogPainterOptions {
  readonly limitBytes?: number;
  /** False: those that the container wrote are left out too. */
  readonly hasColours?: boolean;
}

export interface LogStatus {
  readonly isFollowing: boolean;
  readonly isWrapped: boolean;
  readonly timestamps: Timestamps;
  /** Cells scrolled away at the left. */
  readonly left: number;
  /** The first line on the screen, counted as in the store. */
  readonly topLine: number;
}

/** Where the reader comes near the end of what is here, so that more should be read. */
export type LogEdge = 'older' | 'newer';

/** A log of any length. It decodes, makes harmless and fits only the lines on the screen. */
export class LogPainter implements Painter {
  readonly store: LogStore;
  readonly selection = new LineSelection();
  readonly #theme: LogTheme;
  readonly #viewport: LogViewport;
  #view: LineView = { width: 80, left: 0, isWrapped: false, timestamps: 'off', search: undefined, hasColours: true };
  #cache = new Map<number, readonly PaintedRow[]>();
  #nextCache = new Map<number, readonly PaintedRow[]>();
  #repaint: () => void = () => undefined;
  #onStatus: () => void = () => undefined;
  #onEdge: (edge: LogEdge) => void = () => undefined;

  constructor(theme: LogTheme, { limitBytes = 32 * 1024 * 1024, hasColours = true }: LogPainterOptions = {}) {
    this.#theme = theme;
    this.#view = { ...this.#view, hasColours };
    const store = new LogStore(limitBytes);
    this.store = store;
    const lines = {
      get firstLine() {
        return store.firstLine;
      },
      get endLine() {
        return store.endLine;
      },
      rowCount: (line: number) => this.#rowsOf(line).length,
    };
    this.#viewport = new LogViewport(lines, () => this.#onStatus());
  }

  get height(): number {
    return this.#viewport.height;
  }

  status(): LogStatus {
    const { isWrapped, timestamps, left } = this.#view;
    return {
      isFollowing: this.#viewport.isFollowing,
      isWrapped,
      timestamps,
      left,
      topLine: this.#viewport.topLine,
    };
  }

  /** Called when following starts or stops; never per line. */
  onStatus(listener: () => void): void {
    this.#onStatus = listener;
  }

  /** Called while painting, whenever the reader is near an end of what is here. */
  onEdge(listener: (edge: LogEdge) => void): void {
    this.#onEdge = listener;
  }

  /** Takes whole CRI records that follow, up to an offset of the log: see `LogStore`. */
  append(chunk: Uint8Array, endByte?: number): void {
    const { topLine, height, isFollowing } = this.#viewport;
    const isInSight = isFollowing || this.store.endLine <= topLine + height;
    this.store.append(chunk, endByte);
    if (isInSight || topLine < this.store.firstLine) this.#repaint();
  }

  /** Takes whole CRI records that lie before, from an offset of the log on. */
  prepend(chunk: Uint8Array, startByte?: number): void {
    this.store.prepend(chunk, startByte);
    this.#repaint();
  }

  /** Whether the last line here is the last one of the log: only then arriving at it starts following. */
  setAtEnd(isAtEnd: boolean): void {
    this.#viewport.isAtEnd = isAtEnd;
  }

  /** Empty, at an offset of the log. */
  clear(startByte = 0): void {
    this.store.clear(startByte);
    this.selection.end();
    this.#viewport.reset(this.store.endLine);
    this.#forgetRows();
  }

  /** Moves by rows, or the chosen lines by lines. */
  scroll(rows: number): void {
    if (this.selection.isActive) this.#moveSelection(rows);
    else this.#viewport.scroll(rows);
    this.#repaint();
  }

  page(pages: number): void {
    this.scroll(pages * Math.max(1, this.#viewport.height - 1));
  }

  scrollToStart(): void {
    if (this.selection.isActive) this.#moveSelection(Number.NEGATIVE_INFINITY);
    else this.#viewport.toStart();
    this.#repaint();
  }

  scrollToEnd(): void {
    if (this.selection.isActive) this.#moveSelection(Number.POSITIVE_INFINITY);
    else this.#viewport.setFollowing(true);
    this.#repaint();
  }

  /** Brings a line into sight. */
  show(line: number): void {
    this.#viewport.show(line);
    this.#repaint();
  }

  scrollHorizontally(cells: number): void {
    if (!this.#view.isWrapped) this.#setView({ left: Math.max(0, this.#view.left + cells) });
  }

  /** Stops where it is, or goes to the end and stays there. */
  setFollowing(isFollowing: boolean): void {
    this.#viewport.setFollowing(isFollowing);
    this.#repaint();
  }

  setWrap(isWrapped: boolean): void {
    this.#viewport.toLineStart();
    this.#viewport.isFlat = !isWrapped;
    this.#setView({ isWrapped, left: 0 });
  }

  setTimestamps(timestamps: Timestamps): void {
    this.#setView({ timestamps });
  }

  /** What is marked wherever it occurs. */
  setSearch(search: TextSearch | undefined): void {
    if (search !== this.#view.search) this.#setView({ search });
  }

  /** Begins to choose lines, from the middle of the screen. */
  startSelection(): void {
    const { firstLine, endLine } = this.store;
    if (firstLine === endLine) return;
    const top = this.#viewport.settle().line;
    this.#viewport.setFollowing(false);
    const shown = Math.min(this.#viewport.height, endLine - top);
    this.selection.start(this.#viewport.isFlat ? top + Math.floor(shown / 2) : top);
    this.#forgetRows();
  }

  endSelection(): void {
    this.selection.end();
    this.#forgetRows();
  }

  attach(repaint: () => void): void {
    this.#repaint = repaint;
  }

  detach(): void {
    this.#repaint = () => undefined;
  }

  paint(width: number, height: number): readonly PaintedRow[] {
    this.#viewport.height = height;
    if (width !== this.#view.width) this.#setView({ width });
    this.#nextCache = new Map();
    const top = this.#viewport.settle();
    const rows: PaintedRow[] = [];
    let line = top.line;
    for (; line < this.store.endLine && rows.length < height; line++) {
      const skipped = line === top.line ? top.row : 0;
      rows.push(...this.#rowsOf(line).slice(skipped, skipped + height - rows.length));
    }
    this.#cache = this.#nextCache;
    if (top.line - this.store.firstLine < height) this.#onEdge('older');
    if (!this.#viewport.isFollowing && this.store.endLine - line < height) this.#onEdge('newer');
    return rows;
  }

  #moveSelection(lines: number): void {
    const { firstLine, endLine } = this.store;
    const line = this.selection.move(lines, firstLine, endLine - 1);
    this.#forgetRows();
    const top = this.#viewport.settle().line;
    if (line < top) this.#viewport.scroll(line - top);
    else if (line >= top + this.#viewport.height) this.#viewport.scroll(line - top - this.#viewport.height + 1);
    this.#viewport.setFollowing(false);
  }

  #setView(change: Partial<LineView>): void {
    this.#view = { ...this.#view, ...change };
    this.#forgetRows();
  }

  #forgetRows(): void {
    this.#cache.clear();
    this.#nextCache.clear();
    this.#repaint();
  }

  #rowsOf(line: number): readonly PaintedRow[] {
    const cached = this.#nextCache.get(line) ?? this.#cache.get(line);
    if (cached) {
      this.#nextCache.set(line, cached);
      return cached;
    }
    const { rows, isFinal } = this.#paintLine(line);
    if (isFinal) this.#nextCache.set(line, rows);
    return rows;
  }

  /** Reads as much of the line as the view takes, more if escape sequences took the room. */
  #paintLine(line: number): { rows: readonly PaintedRow[]; isFinal: boolean } {
    let limit = this.#view.isWrapped ? longestLineBytes : bytesToRead(this.#view);
    for (;;) {
      const read = this.store.read(line, limit);
      if (!read) return { rows: [], isFinal: false };
      const rows = paintLine(read, this.#view, this.#theme, this.selection.includes(line));
      const isFull = read.isWhole || (rows[0]?.cells ?? 0) >= this.#view.width - 1;
      if (isFull || limit >= longestLineBytes) return { rows, isFinal: read.isEnded || (isFull && !read.isWhole) };
      limit *= 4;
    }
  }
}
