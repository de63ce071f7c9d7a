/** Lines chosen with the keyboard: from where it began to where the cursor is. */
export class LineSelection {
  #anchor = 0;
  #cursor = 0;
  #isActive = false;

  get isActive(): boolean {
    return this.#isActive;
  }

  /** Where the cursor is. */
  get cursor(): number {
    return this.#cursor;
  }

  /** First and last line. */
  get range(): readonly [first: number, last: number] {
    return [Math.min(this.#anchor, this.#cursor), Math.max(this.#anchor, this.#cursor)];
  }

  includes(line: number): boolean {
    const [first, last] = this.range;
    return this.#isActive && line >= first && line <= last;
  }

  start(line: number): void {
    this.#anchor = line;
    this.#cursor = line;
    this.#isActive = true;
  }

  /** Moves the cursor, within the lines there are; gives its line. */
  move(lines: number, first: number, last: number): number {
    this.#cursor = Math.min(last, Math.max(first, this.#cursor + lines));
    this.#anchor = Math.min(last, Math.max(first, this.#anchor));
    return this.#cursor;
  }

  end(): void {
    this.#isActive = false;
  }
}
