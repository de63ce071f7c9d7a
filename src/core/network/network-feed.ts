import type { EngineEvent } from '../api/event.ts';

export type NetworkChange = Extract<EngineEvent, { kind: 'network' }>;

/** What happens to networks, for whoever listens. */
export class NetworkFeed {
  readonly #listeners = new Set<(change: NetworkChange) => void>();
  readonly #readers = new Set<(notice: string) => void>();

  subscribe(listener: (change: NetworkChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For what the user is to know, a line each. */
  subscribeToNotices(read: (notice: string) => void): void {
    this.#readers.add(read);
  }

  emit(change: NetworkChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  tell(notice: string): void {
    for (const read of this.#readers) read(notice);
  }
}
