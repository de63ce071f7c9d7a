import type { AppState } from './app-state.ts';
import { type Transition, to } from './transition.ts';

/** Keys do nothing until nobody has typed for a moment: they are still meant for a session that is not there. */
export function hush(state: AppState): Transition {
  return to({ ...state, hushed: true }, { kind: 'hush' });
}
