/** A stretch of the log: its bytes, and where lines begin in them. */
export class LogBlock {
  readonly bytes: Uint8Array;
  /** Number of the first line that begins here. */
  firstLine: number;
  /** Which bytes of the log these are; more than are here when a filter left some out. */
  startByte = 0;
  endByte = 0;
  used = 0;
  lineCount = 0;
  #starts: Uint32Array;

  constructor(capacity: number, firstLine: number) {
    this.bytes = new Uint8Array(capacity);
    this.firstLine = firstLine;
    this.#starts = new Uint32Array(Math.ceil(capacity / 128));
  }

  get size(): number {
    return this.bytes.length + this.#starts.byteLength;
  }

  get room(): number {
    return this.bytes.length - this.used;
  }

  /** Forgets its content and begins anew: at a full log's pace, fresh memory would keep the collector busy. */
  recycle(firstLine: number): void {
    this.firstLine = firstLine;
    this.used = 0;
    this.lineCount = 0;
  }

  /** A line begins at `offset`. */
  addLine(offset: number): void {
    if (this.lineCount === this.#starts.length) {
      const larger = new Uint32Array(this.#starts.length * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    this.#starts[this.lineCount++] = offset;
  }

  lineStart(line: number): number {
    return this.#starts[line - this.firstLine] ?? this.used;
  }
}
