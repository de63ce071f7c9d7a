import type { AppState } from '../state/app-state.ts';
import type { Store } from './store.ts';

/** Ink is wanted at the latest then: who presses a key that opens a dialog should not wait for conmand. */
const longestWaitMs = 250;

/** Resolves when the state fulfils the condition, or after a while. The screen is drawn first. */
export async function firstChange(store: Store, condition: (state: AppState) => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const unsubscribe = store.subscribe((state) => condition(state) && resolve());
  const timer = setTimeout(resolve, longestWaitMs);
  await promise;
  clearTimeout(timer);
  unsubscribe();
  await new Promise((drawn) => setTimeout(drawn, 5));
}
