export type Ending = { readonly kind: 'stop'; readonly signal: string } | { readonly kind: 'restart' };

/** Why the daemon ends: a signal, or a request to begin again. The first one counts. */
export class EndRequest {
  readonly #requested = Promise.withResolvers<Ending>();

  /** Takes the signals that ask to stop. A second one ends the process at once, as it would without us. */
  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.once(signal, () => this.#requested.resolve({ kind: 'stop', signal }));
    }
  }

  get requested(): Promise<Ending> {
    return this.#requested.promise;
  }

  restart(): void {
    this.#requested.resolve({ kind: 'restart' });
  }
}
