import type { AppState } from './app-state.ts';
import type { Effect } from './effect.ts';

/** What a message makes of the state, and what is to be done besides. */
export interface Transition {
  readonly state: AppState;
  readonly effects: readonly Effect[];
}

/** `state` as it is now, and `effects` to carry out. */
export function to(state: AppState, ...effects: readonly Effect[]): Transition {
  return { state, effects };
}

/** `second` after `first`: the later state, both effects in order. */
export function andThen(first: Transition, second: (state: AppState) => Transition): Transition {
  const next = second(first.state);
  return { state: next.state, effects: [...first.effects, ...next.effects] };
}
