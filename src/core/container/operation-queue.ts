/**
 * Operations on one container, one after the other. Asking again for an operation that waits or runs joins it: a client
 * that lost its answer and retries gets the answer of the first try.
 */
export class OperationQueue {
  #last: Promise<unknown> = Promise.resolve();
  readonly #pending = new Map<string, Promise<void>>();

  /** `kind` names the operation with everything that matters of its arguments. */
  run(kind: string, operation: () => Promise<void>): Promise<void> {
    const pending = this.#pending.get(kind);
    if (pending !== undefined) return pending;
    const result = this.#last.then(operation);
    this.#pending.set(kind, result);
    this.#last = result.catch(() => undefined).finally(() => this.#pending.delete(kind));
    return result;
  }

  /** Resolves when everything asked for so far is through. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
