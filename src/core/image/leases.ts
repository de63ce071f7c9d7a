/** What something under way is about to need: it is not collected, whoever owns it. */
export class Leases {
  readonly #held = new Set<readonly string[]>();
  #collectNothing = 0;

  /** Of layers and blobs by their ids. */
  take(ids: readonly string[]): Disposable {
    const lease = [...ids];
    this.#held.add(lease);
    return { [Symbol.dispose]: () => void this.#held.delete(lease) };
  }

  /** Of all there is, for content that is named only when it has been written. */
  takeEverything(): Disposable {
    this.#collectNothing += 1;
    return {
      [Symbol.dispose]: () => {
        this.#collectNothing -= 1;
      },
    };
  }

  get coverEverything(): boolean {
    return this.#collectNothing > 0;
  }

  get held(): string[] {
    return [...this.#held].flat();
  }
}
