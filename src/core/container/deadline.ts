/** A moment to wait for that can still be moved forward. */
export class Deadline {
  readonly passed: Promise<void>;
  readonly #pass: () => void;
  #atMs = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #cancelled = false;

  constructor(timeoutMs: number) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.passed = promise;
    this.#pass = resolve;
    this.shorten(timeoutMs);
  }

  /** Not later than `timeoutMs` from now; a deadline that is earlier stays. */
  shorten(timeoutMs: number): void {
    const atMs = performance.now() + timeoutMs;
    if (atMs >= this.#atMs || this.#cancelled) return;
    clearTimeout(this.#timer);
    this.#atMs = atMs;
    this.#timer = setTimeout(this.#pass, timeoutMs);
  }

  /** It never passes any more. */
  cancel(): void {
    this.#cancelled = true;
    clearTimeout(this.#timer);
  }
}
