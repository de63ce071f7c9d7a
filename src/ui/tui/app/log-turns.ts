/** What is being read of a log. */
export type Reading = 'end' | 'older' | 'newer';

/** One reading of a log after the other. Who asks for what is being read gets its answer. */
export class LogTurns {
  readonly #closed: AbortSignal;
  readonly #onFailure: (error: unknown) => void;
  #reading: Promise<boolean> = Promise.resolve(false);
  #kind: Reading | undefined;

  /** Nothing is read, and no failure told, once `closed` is aborted. */
  constructor(closed: AbortSignal, onFailure: (error: unknown) => void) {
    this.#closed = closed;
    this.#onFailure = onFailure;
  }

  /** Resolves when what was asked for so far is read. */
  get settled(): Promise<boolean> {
    return this.#reading;
  }

  /** False also when it cannot be read. */
  take(kind: Reading, read: () => Promise<boolean>): Promise<boolean> {
    if (this.#kind === kind) return this.#reading;
    this.#kind = kind;
    this.#reading = this.#after(this.#reading, kind, read);
    return this.#reading;
  }

  async #after(before: Promise<boolean>, kind: Reading, read: () => Promise<boolean>): Promise<boolean> {
    await before;
    try {
      return !this.#closed.aborted && (await read());
    } catch (error) {
      if (!this.#closed.aborted) this.#onFailure(error);
      return false;
    } finally {
      if (this.#kind === kind) this.#kind = undefined;
    }
  }
}
