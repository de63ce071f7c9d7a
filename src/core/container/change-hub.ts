import type { ContainerSummary } from '../api/container.ts';
import type { EngineEvent } from '../api/event.ts';

export type ContainerChange = Extract<EngineEvent, { kind: 'container' }>;

export interface ContainerSubscription {
  /** The truth at the moment of subscribing; every later change goes to the listener. */
  readonly snapshot: readonly ContainerSummary[];
  unsubscribe(): void;
}

export type ChangeListener = (change: ContainerChange) => void;

/** Tells listeners what happens to containers. Synchronous, so that a snapshot and the changes after it leave no gap. */
export class ChangeHub {
  readonly #listeners = new Set<ChangeListener>();

  subscribe(snapshot: readonly ContainerSummary[], listener: ChangeListener): ContainerSubscription {
    // A listener given twice is two subscriptions.
    const own: ChangeListener = (change) => listener(change);
    this.#listeners.add(own);
    return { snapshot, unsubscribe: () => this.#listeners.delete(own) };
  }

  emit(change: ContainerChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
