import type { AppState } from '../state/app-state.ts';
import type { Effect } from '../state/effect.ts';
import type { Message } from '../state/message.ts';
import { update } from '../state/update.ts';

export type Dispatch = (message: Message) => void;

/**
 * The state, and who is told when it changes. One message at a time: what listeners and effects dispatch meanwhile waits
 * for its turn, so that everybody sees the states in their order.
 */
export class Store {
  #state: AppState;
  readonly #perform: (effect: Effect) => void;
  readonly #listeners = new Set<(state: AppState) => void>();
  readonly #queue: Message[] = [];
  #isBusy = false;

  constructor(initial: AppState, perform: (effect: Effect) => void) {
    this.#state = initial;
    this.#perform = perform;
  }

  get state(): AppState {
    return this.#state;
  }

  readonly dispatch: Dispatch = (message) => {
    this.#queue.push(message);
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.#take(next);
    } finally {
      this.#isBusy = false;
    }
  };

  subscribe(listener: (state: AppState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(message: Message): void {
    const { state, effects } = update(this.#state, message);
    const isChanged = state !== this.#state;
    this.#state = state;
    // First what is to be done: listeners then find the session that a new pane of the state belongs to.
    for (const effect of effects) this.#perform(effect);
    if (isChanged) for (const listener of this.#listeners) listener(state);
  }
}
