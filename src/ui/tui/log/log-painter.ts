import type { PaintedRow, Painter } from '../surface/painter.ts';
import { bytesToRead, type LineView, paintLine } from './line-painting.ts';
import { LogStore } from './log-store.ts';
import type { LogTheme } from './log-theme.ts';

/** How much of one line is ever shown, wrapped. */
const longestLineBytes = 2 * 1024 * 1024;

export interface LogPainterOptions {
  readonly limitBytes?: number;
}

export interface LogStatus {
  readonly isFollowing: boolean;
  readonly isWrapped: boolean;
  readonly hasTimestamps: boolean;
  /** Lines ever seen, and how many of the oldest were let go. */
  readonly lines: number;
  readonly droppedLines: number;
  /** The first line on the screen, counted like `lines`. */
  readonly topLine: number;
}

/** A row of the log: a line, and which of its wrapped rows. */
interface Position {
  readonly line: number;
  readonly row: number;
}

/** A log of any length. It decodes, makes harmless and fits only the lines on the screen. */
export class LogPainter implements Painter {
  readonly #theme: LogTheme;
  readonly #store: LogStore;
  #top: Position = { line: 0, row: 0 };
  #isFollowing = true;
  #view: LineView = { width: 80, left: 0, isWrapped: false, hasTimestamps: false };
  #height = 1;
  #cache = new Map<number, readonly PaintedRow[]>();
  #nextCache = new Map<number, readonly PaintedRow[]>();
  #repaint: () => void = () => undefined;
  #onStatus: () => void = () => undefined;

  constructor(theme: LogTheme, { limitBytes = 32 * 1024 * 1024 }: LogPainterOptions = {}) {
    this.#theme = theme;
    this.#store = new LogStore(limitBytes);
  }

  status(): LogStatus {
    const { isWrapped, hasTimestamps } = this.#view;
    const { endLine: lines, firstLine: droppedLines } = this.#store;
    return { isFollowing: this.#isFollowing, isWrapped, hasTimestamps, lines, droppedLines, topLine: this.#top.line };
  }

  /** Called when following starts or stops; never per line. */
  onStatus(listener: () => void): void {
    this.#onStatus = listener;
  }

  /** Takes whole CRI records. */
  append(chunk: Uint8Array): void {
    const isInSight = this.#isFollowing || this.#store.endLine <= this.#top.line + this.#height;
    this.#store.append(chunk);
    if (isInSight || this.#top.line < this.#store.firstLine) this.#repaint();
  }

  clear(): void {
    this.#store.clear();
    this.#top = { line: this.#store.endLine, row: 0 };
    this.#cache.clear();
    this.#repaint();
  }

  /** Moves by rows; upwards stops following, arriving at the end starts it again. */
  scroll(rows: number): void {
    const last = this.#lastTop();
    const start = this.#isFollowing ? last : this.#top;
    const top = this.#move(start, rows);
    this.#top = isBefore(top, last) ? top : last;
    this.setFollowing(!isBefore(top, last) && (rows > 0 || this.#isFollowing));
    this.#repaint();
  }

  page(pages: number): void {
    this.scroll(pages * Math.max(1, this.#height - 1));
  }

  scrollToStart(): void {
    this.#top = { line: this.#store.firstLine, row: 0 };
    this.setFollowing(!isBefore(this.#top, this.#lastTop()));
    this.#repaint();
  }

  scrollToEnd(): void {
    this.setFollowing(true);
    this.#repaint();
  }

  scrollHorizontally(cells: number): void {
    if (!this.#view.isWrapped) this.#setView({ left: Math.max(0, this.#view.left + cells) });
  }

  /** Stops where it is, or goes to the end and stays there. */
  setFollowing(isFollowing: boolean): void {
    if (isFollowing === this.#isFollowing) return;
    this.#isFollowing = isFollowing;
    this.#repaint();
    this.#onStatus();
  }

  setWrap(isWrapped: boolean): void {
    this.#top = { line: this.#top.line, row: 0 };
    this.#setView({ isWrapped, left: 0 });
  }

  setTimestamps(hasTimestamps: boolean): void {
    this.#setView({ hasTimestamps });
  }

  attach(repaint: () => void): void {
    this.#repaint = repaint;
  }

  detach(): void {
    this.#repaint = () => undefined;
  }

  paint(width: number, height: number): readonly PaintedRow[] {
    this.#height = height;
    if (width !== this.#view.width) this.#setView({ width });
    this.#nextCache = new Map();
    this.#top = this.#firstShown();
    const rows: PaintedRow[] = [];
    for (let line = this.#top.line; line < this.#store.endLine && rows.length < height; line++) {
      const skipped = line === this.#top.line ? this.#top.row : 0;
      rows.push(...this.#rowsOf(line).slice(skipped, skipped + height - rows.length));
    }
    this.#cache = this.#nextCache;
    return rows;
  }

  #setView(change: Partial<LineView>): void {
    this.#view = { ...this.#view, ...change };
    this.#cache.clear();
    this.#nextCache.clear();
    this.#repaint();
  }

  #firstShown(): Position {
    const last = this.#lastTop();
    if (this.#isFollowing) return last;
    const { firstLine } = this.#store;
    const top = this.#top.line < firstLine ? { line: firstLine, row: 0 } : this.#top;
    return isBefore(top, last) ? top : last;
  }

  /** The position from which the rows reach just to the end. */
  #lastTop(): Position {
    const { endLine, firstLine } = this.#store;
    if (!this.#view.isWrapped) return { line: Math.max(firstLine, endLine - this.#height), row: 0 };
    return this.#move({ line: endLine, row: 0 }, -this.#height);
  }

  /** So many rows from a position, but not before the first line nor past the end. */
  #move(from: Position, rows: number): Position {
    const { firstLine, endLine } = this.#store;
    if (!this.#view.isWrapped) return { line: Math.min(endLine, Math.max(firstLine, from.line + rows)), row: 0 };
    let { line, row } = from;
    let left = rows;
    while (left < 0) {
      if (row >= -left) return { line, row: row + left };
      if (line <= firstLine) return { line: firstLine, row: 0 };
      left += row;
      row = this.#rowsOf(--line).length;
    }
    while (left > 0 && line < endLine) {
      const below = this.#rowsOf(line).length - row;
      if (left < below) return { line, row: row + left };
      left -= below;
      line++;
      row = 0;
    }
    return { line, row };
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
      const read = this.#store.read(line, limit);
      if (!read) return { rows: [], isFinal: false };
      const rows = paintLine(read, this.#view, this.#theme);
      const isFull = read.isWhole || (rows[0]?.cells ?? 0) >= this.#view.width - 1;
      if (isFull || limit >= longestLineBytes) return { rows, isFinal: read.isEnded || (isFull && !read.isWhole) };
      limit *= 4;
    }
  }
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.row < b.row);
}
