/** A row of the log: a line, and which of its wrapped rows. */
export interface Position {
  readonly line: number;
  readonly row: number;
}

/** The lines there are, by number, and how many rows each takes. */
export interface ViewportLines {
  readonly firstLine: number;
  /** One past the newest. */
  readonly endLine: number;
  rowCount(line: number): number;
}

/** Which rows of a log are seen: those at its end while it follows, else those from where the reader stays. */
export class LogViewport {
  height = 1;
  /** Every line is one row. */
  isFlat = true;
  /** The last line here is the last one of the log: who arrives at it follows. */
  isAtEnd = true;
  readonly #lines: ViewportLines;
  readonly #onFollowing: () => void;
  #top: Position = { line: 0, row: 0 };
  #isFollowing = true;

  constructor(lines: ViewportLines, onFollowing: () => void) {
    this.#lines = lines;
    this.#onFollowing = onFollowing;
  }

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** The first row seen, now that lines may have come and gone. */
  settle(): Position {
    const last = this.#lastTop();
    const { firstLine } = this.#lines;
    const top = this.#top.line < firstLine ? { line: firstLine, row: 0 } : this.#top;
    this.#top = this.#isFollowing || isBefore(last, top) ? last : top;
    return this.#top;
  }

  get topLine(): number {
    return this.#top.line;
  }

  /** Moves by rows; upwards stops following, arriving at the end starts it again. */
  scroll(rows: number): void {
    const last = this.#lastTop();
    const top = this.#move(this.#isFollowing ? last : this.#top, rows);
    this.#top = isBefore(top, last) ? top : last;
    this.setFollowing(this.isAtEnd && !isBefore(top, last) && (rows > 0 || this.#isFollowing));
  }

  toStart(): void {
    this.#top = { line: this.#lines.firstLine, row: 0 };
    this.setFollowing(this.isAtEnd && !isBefore(this.#top, this.#lastTop()));
  }

  /** Brings a line into sight, a third down the screen unless it is there already. */
  show(line: number): void {
    const { line: top } = this.settle();
    this.setFollowing(false);
    if (line > top && line < top + this.height && this.isFlat) return;
    this.#top = this.#move({ line, row: 0 }, -Math.floor(this.height / 3));
  }

  /** Nothing of what was seen is there any more; what comes begins at `line`. */
  reset(line: number): void {
    this.#top = { line, row: 0 };
  }

  /** The top line is seen from its first row. */
  toLineStart(): void {
    this.#top = { line: this.#top.line, row: 0 };
  }

  setFollowing(isFollowing: boolean): void {
    if (isFollowing === this.#isFollowing) return;
    this.#isFollowing = isFollowing;
    this.#onFollowing();
  }

  /** The position from which the rows reach just to the end. */
  #lastTop(): Position {
    const { endLine, firstLine } = this.#lines;
    if (this.isFlat) return { line: Math.max(firstLine, endLine - this.height), row: 0 };
    return this.#move({ line: endLine, row: 0 }, -this.height);
  }

  /** So many rows from a position, but not before the first line nor past the end. */
  #move(from: Position, rows: number): Position {
    const { firstLine, endLine } = this.#lines;
    if (this.isFlat) return { line: Math.min(endLine, Math.max(firstLine, from.line + rows)), row: 0 };
    let { line, row } = from;
    let left = rows;
    while (left < 0) {
      if (row >= -left) return { line, row: row + left };
      if (line <= firstLine) return { line: firstLine, row: 0 };
      left += row;
      row = this.#lines.rowCount(--line);
    }
    while (left > 0 && line < endLine) {
      const below = this.#lines.rowCount(line) - row;
      if (left < below) return { line, row: row + left };
      left -= below;
      line++;
      row = 0;
    }
    return { line, row };
  }
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.row < b.row);
}
