import type { ContainerSummary } from '../../../core/api/index.ts';
import type { AppState } from './app-state.ts';
import { refresh } from './selection.ts';
import { type Transition, to } from './transition.ts';

/** Shows what an earlier run saw, unless conmand was quicker. Nothing can be done with it until conmand answers. */
export function takeRemembered(state: AppState, containers: readonly ContainerSummary[]): Transition {
  if (state.containers !== undefined || containers.length === 0) return to(state);
  const byId = new Map(containers.map((container) => [container.id, container]));
  return refresh({ ...state, containers: byId, isRemembered: true });
}

/** Without a conmand nobody knows whether any of it is still true. */
export function forgetRemembered(state: AppState): Transition {
  return state.isRemembered ? refresh({ ...state, containers: undefined, isRemembered: false }) : to(state);
}
