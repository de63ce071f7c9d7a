import type { LayerState, Pull, PullProgress, PushState } from '../../../core/api/index.ts';
import type { ConmanError } from '../../../core/errors/index.ts';
import type { AppState } from './app-state.ts';
import { flash } from './flash.ts';
import { andThen, type Transition, to } from './transition.ts';
import { fetchView } from './views.ts';

export interface PullLayer {
  readonly digest: string;
  readonly sizeBytes: number;
  readonly state: LayerState | PushState;
  readonly doneBytes: number;
}

/** A pull of conmand's as this screen knows it, which goes on whether anybody watches or not; or a push of this screen's. */
export interface WatchedPull {
  readonly id: string;
  readonly reference: string;
  /** What is pushed there; undefined for a pull. */
  readonly push?: { readonly operationId: number; readonly image: string };
  readonly layers: readonly PullLayer[];
  /** `running` until it has ended; then empty when it worked, else why it did not. */
  readonly outcome: 'running' | { readonly problem: string };
}

function change(state: AppState, pull: WatchedPull): AppState {
  return { ...state, pulls: new Map(state.pulls).set(pull.id, pull) };
}

/** conmand has begun: its progress is watched, and shown. */
export function beginWatching(state: AppState, { id, reference }: Pull): Transition {
  const known = state.pulls.get(id);
  const pull = known ?? ({ id, reference, layers: [], outcome: 'running' } as const);
  const next: AppState = { ...change(state, pull), dialog: { kind: 'pull', pullId: id, top: 0 } };
  return to(next, ...(known?.outcome === 'running' ? [] : [{ kind: 'watch-pull', pullId: id } as const]));
}

export function takePullProgress(state: AppState, pullId: string, news: readonly PullProgress[]): Transition {
  const pull = state.pulls.get(pullId);
  if (!pull) return to(state);
  const next = change(state, news.reduce(withNews, pull));
  return next.pulls.get(pullId)?.outcome === 'running' ? to(next) : takePullEnd(next, pullId);
}

/** It worked. */
export function takePullEnd(state: AppState, pullId: string): Transition {
  const pull = state.pulls.get(pullId);
  if (!pull) return to(state);
  const next = change(state, { ...pull, outcome: { problem: '' } });
  const shown = state.dialog?.kind === 'pull' && state.dialog.pullId === pullId;
  const told = flash(shown ? { ...next, dialog: undefined } : next, 'info', `pulled ${pull.reference}`);
  return andThen(told, (after) => fetchView(after, 'images'));
}

function withNews(pull: WatchedPull, news: PullProgress): WatchedPull {
  switch (news.kind) {
    case 'resolved':
      return { ...pull, layers: news.layers.map((layer) => ({ ...layer, state: 'waiting', doneBytes: 0 })) };
    case 'layer': {
      const { digest, state, doneBytes } = news;
      return {
        ...pull,
        layers: pull.layers.map((layer) => (layer.digest === digest ? { ...layer, state, doneBytes } : layer)),
      };
    }
    case 'done':
      return { ...pull, outcome: { problem: '' } };
  }
}

/** It failed, or was cancelled: what was fetched is kept, so that another try goes on from there. */
export function takePullFailure(state: AppState, pullId: string, error: ConmanError): Transition {
  const pull = state.pulls.get(pullId);
  if (!pull) return to(state);
  const next = change(state, { ...pull, outcome: { problem: error.message } });
  if (state.dialog?.kind === 'pull' && state.dialog.pullId === pullId) return to(next);
  const text = `${pull.reference} was not pulled: ${error.message}`;
  return flash(next, error.code === 'cancelled' ? 'info' : 'error', text, error.hint);
}

/** Pulls that conmand went on with while nobody looked. */
export function findPulls(state: AppState, pulls: readonly Pull[]): Transition {
  const running = pulls.filter((pull) => pull.state === 'running' && state.pulls.get(pull.id)?.outcome !== 'running');
  const next = running.reduce(
    (after, { id, reference }) => change(after, { id, reference, layers: [], outcome: 'running' }),
    state,
  );
  return to(next, ...running.map(({ id }) => ({ kind: 'watch-pull', pullId: id }) as const));
}
