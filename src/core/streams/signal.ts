/** Tells one waiter that something changed, also when it changed before the waiter came. Abort raises it too. */
export class Signal implements Disposable {
  readonly #abort: AbortSignal | undefined;
  readonly #raise = (): void => this.raise();
  #isRaised = false;
  #wake: (() => void) | undefined;

  constructor(abort?: AbortSignal) {
    this.#abort = abort;
    abort?.addEventListener('abort', this.#raise);
  }

  raise(): void {
    this.#isRaised = true;
    this.#wake?.();
  }

  /** Resolves when it was raised since the last time. */
  async raised(): Promise<void> {
    if (!this.#isRaised && !this.#abort?.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    this.#isRaised = false;
  }

  [Symbol.dispose](): void {
    this.#abort?.removeEventListener('abort', this.#raise);
  }
}
