/** Layers and blobs that something under way is about to need: they are not collected, whoever owns them. */
export class Leases {
  readonly #held = new Set<readonly string[]>();

  take(ids: readonly string[]): Disposable {
    const lease = [...ids];
    this.#held.add(lease);
    return { [Symbol.dispose]: () => void this.#held.delete(lease) };
  }

  get held(): string[] {
    return [...this.#held].flat();
  }
}
