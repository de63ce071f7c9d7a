import type { AppState } from '../state/app-state.ts';
import { type Layout, layoutOf } from '../state/remembered-layout.ts';
import { isSame } from './model-feed.ts';
import type { Dispatch } from './store.ts';

/** Where the layout is kept; handed in by the entry point. */
export interface LayoutStore {
  /** Undefined when there is none that can be read. */
  read(): Promise<Layout | undefined>;
  write(layout: Layout): Promise<void>;
}

/** Keeps the layout from one run to the next. What cannot be kept is not missed. */
export class LayoutMemory {
  readonly #store: LayoutStore;
  #kept: Layout | undefined;
  #seen: AppState | undefined;
  /** One write after the other. */
  #written: Promise<void> = Promise.resolve();

  constructor(store: LayoutStore) {
    this.#store = store;
  }

  /** The screen is up before that: a file that is slow to read holds nobody up. */
  async recall(dispatch: Dispatch): Promise<void> {
    const layout = await this.#store.read().catch(() => undefined);
    this.#kept = layout ?? emptyLayout;
    if (layout) {
      dispatch({ kind: 'layout', layout });
      return;
    }
    dispatch({ kind: 'first-run' });
    if (this.#seen) this.#keep(this.#seen);
  }

  take(state: AppState): void {
    const seen = this.#seen;
    this.#seen = state;
    if (seen && isAsBefore(seen, state)) return;
    this.#keep(state);
  }

  /** Resolves when what was changed last has been written, if it can be. */
  written(): Promise<void> {
    return this.#written;
  }

  /** What was changed before the kept one is known waits for that. */
  #keep(state: AppState): void {
    if (!this.#kept) return;
    const layout = layoutOf(state);
    if (isSame(layout, this.#kept)) return;
    this.#kept = layout;
    this.#written = this.#written.then(() => this.#store.write(layout)).catch(() => undefined);
  }
}

const emptyLayout: Layout = { viewId: '', tabs: {}, lists: {}, form: null };

function isAsBefore(seen: AppState, state: AppState): boolean {
  return (
    seen.viewId === state.viewId &&
    seen.tabIds === state.tabIds &&
    seen.sort === state.sort &&
    seen.columnChoices === state.columnChoices &&
    seen.groupBy === state.groupBy &&
    seen.shares === state.shares &&
    seen.lastForm === state.lastForm
  );
}
