/** Two batches of a flood: one that is parsed, one that is read meanwhile. */
const pauseAboveBytes = 2 * 1024 * 1024;
const resumeBelowBytes = 512 * 1024;

/** Counts bytes that wait, and says when there are too many and when few enough again. */
export class FlowControl {
  readonly #onChange: (isPaused: boolean) => void;
  #waitingBytes = 0;
  #isPaused = false;
  #settled = Promise.withResolvers<void>();

  constructor(onChange: (isPaused: boolean) => void) {
    this.#onChange = onChange;
  }

  add(bytes: number): void {
    this.#waitingBytes += bytes;
    if (this.#isPaused || this.#waitingBytes <= pauseAboveBytes) return;
    this.#isPaused = true;
    this.#settled = Promise.withResolvers<void>();
    this.#onChange(true);
  }

  remove(bytes: number): void {
    this.#waitingBytes -= bytes;
    if (!this.#isPaused || this.#waitingBytes >= resumeBelowBytes) return;
    this.#isPaused = false;
    this.#settled.resolve();
    this.#onChange(false);
  }

  /** Resolves at once, or when few enough bytes wait again. */
  async settled(): Promise<void> {
    if (this.#isPaused) await this.#settled.promise;
  }
}
