/** Ends what takes too long. */
export class KillDeadline implements Disposable {
  readonly #timer: NodeJS.Timeout;
  hasPassed = false;

  constructor(timeoutMs: number, passed: () => void) {
    this.#timer = setTimeout(() => {
      this.hasPassed = true;
      passed();
    }, timeoutMs);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
