import type { AppState } from './app-state.ts';
import { flash } from './flash.ts';
import { begin, beginPush } from './operations.ts';
import type { WatchedPull } from './pulls.ts';
import { type Transition, to } from './transition.ts';

export function shownPull({ dialog, pulls }: AppState): WatchedPull | undefined {
  return dialog?.kind === 'pull' ? pulls.get(dialog.pullId) : undefined;
}

function cancel(state: AppState): Transition {
  const pull = shownPull(state);
  if (!pull) return to(state);
  if (pull.push) return to(state, { kind: 'cancel-operation', id: pull.push.operationId });
  return begin(state, { kind: 'cancel-pull', pullId: pull.id, name: pull.reference });
}

function retry(state: AppState): Transition {
  const pull = shownPull(state);
  if (!pull) return to(state);
  if (pull.push) return beginPush(state, pull.push.image, pull.reference);
  return begin({ ...state, dialog: undefined }, { kind: 'pull-image', name: pull.reference });
}

/** The newest one under way, or the last that ended. */
function showNewest(state: AppState): Transition {
  const pulls = [...state.pulls.values()];
  const pull = pulls.findLast(({ outcome }) => outcome === 'running') ?? pulls.at(-1);
  if (!pull) return flash(state, 'info', 'nothing was pulled or pushed yet: p pulls, u pushes an image');
  return to({ ...state, dialog: { kind: 'pull', pullId: pull.id, top: 0 } });
}

export const pullActions = {
  'pull-cancel': cancel,
  'pull-retry': retry,
  'pull-show': showNewest,
};
