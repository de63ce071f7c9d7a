import type { PushProgress } from '../../../core/api/index.ts';
import type { AppState } from './app-state.ts';
import { flash } from './flash.ts';
import type { WatchedPull } from './pulls.ts';
import { type Transition, to } from './transition.ts';

const pushId = (operationId: number): string => `push ${operationId}`;

/** A push that was asked for, with its progress on the screen. */
export function showPush(state: AppState, operationId: number, image: string, target: string): AppState {
  const id = pushId(operationId);
  const push: WatchedPull = { id, reference: target, push: { operationId, image }, layers: [], outcome: 'running' };
  return { ...state, pulls: new Map(state.pulls).set(id, push), dialog: { kind: 'pull', pullId: id, top: 0 } };
}

export function takePushProgress(state: AppState, operationId: number, news: PushProgress): AppState {
  const push = state.pulls.get(pushId(operationId));
  if (!push || news.kind === 'done') return state;
  const { kind: _, ...layer } = news;
  const isKnown = push.layers.some(({ digest }) => digest === layer.digest);
  const layers = isKnown
    ? push.layers.map((old) => (old.digest === layer.digest ? layer : old))
    : [...push.layers, layer];
  return { ...state, pulls: new Map(state.pulls).set(push.id, { ...push, layers }) };
}

/** How it ended: `problem` is empty when it worked. Told where nobody looks at it. */
export function endPush(state: AppState, operationId: number, problem: string, isCancelled: boolean): Transition {
  const push = state.pulls.get(pushId(operationId));
  if (!push) return to(state);
  const next = { ...state, pulls: new Map(state.pulls).set(push.id, { ...push, outcome: { problem } }) };
  if (state.dialog?.kind === 'pull' && state.dialog.pullId === push.id) return to(next);
  if (problem === '') return flash(next, 'info', `pushed ${push.reference}`);
  return flash(next, isCancelled ? 'info' : 'error', `${push.reference} was not pushed: ${problem}`, 'w shows it');
}
