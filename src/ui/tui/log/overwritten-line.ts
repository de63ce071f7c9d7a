const carriageReturn = 0x0d;

/**
 * A line as it comes in pieces, without what a carriage return made a terminal overwrite. Those at the end of the line
 * overwrite nothing: every line of a terminal ends in one. What comes after one is taken to be as long as what was there.
 */
export class OverwrittenLine {
  readonly #limitBytes: number;
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** Carriage returns stood last: what comes next overwrites. */
  #isReturned = false;

  /** Keeps a bit more than `limitBytes` where there is more, so that it can be told. */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  add(piece: Uint8Array): void {
    let end = piece.length;
    while (end > 0 && piece[end - 1] === carriageReturn) end--;
    if (end > 0) {
      const start = piece.lastIndexOf(carriageReturn, end - 1) + 1;
      if (this.#isReturned || start > 0) {
        this.#pieces = [];
        this.#length = 0;
      }
      this.#keep(piece.subarray(start, end));
      this.#isReturned = false;
    }
    if (end < piece.length) this.#isReturned = true;
  }

  bytes(): Uint8Array {
    return this.#pieces.length === 1 ? (this.#pieces[0] as Uint8Array) : Buffer.concat(this.#pieces);
  }

  #keep(text: Uint8Array): void {
    if (this.#length > this.#limitBytes) return;
    this.#pieces.push(text);
    this.#length += text.length;
  }
}
