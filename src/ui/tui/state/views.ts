import type { EngineEvent } from '../../../core/api/index.ts';
import type { ConmanError } from '../../../core/errors/index.ts';
import { viewNamed, type views } from '../views/registry.ts';
import type { AppState } from './app-state.ts';
import { type Fetched, notFetched } from './fetched.ts';
import { focusOn } from './focus.ts';
import { emptyListState, listStateOf } from './list-state.ts';
import { refresh } from './selection.ts';
import { andThen, type Transition, to } from './transition.ts';

/** Shows another list; each keeps its filter, order, marks and selection. */
export function showView(state: AppState, viewId: string): Transition {
  const focused = focusOn(state, 'list');
  if (viewNamed(viewId).id !== viewId || viewId === state.viewId) return to(focused);
  const otherLists = new Map(state.otherLists).set(state.viewId, listStateOf(state));
  const list = otherLists.get(viewId) ?? emptyListState;
  const shown = { ...focused, ...list, otherLists, viewId, visible: [], detailId: list.selectedId };
  return andThen(fetchView(shown, viewId), refresh);
}

function changeFetched(state: AppState, viewId: string, change: Partial<Fetched>): AppState {
  const fetched = { ...(state.fetched.get(viewId) ?? notFetched), ...change };
  return { ...state, fetched: new Map(state.fetched).set(viewId, fetched) };
}

/** Reads the view's items, if it has any that do not come with the events. */
export function fetchView(state: AppState, viewId: string): Transition {
  if (!viewNamed(viewId).fetch || state.connection.kind !== 'connected') return to(state);
  return to(changeFetched(state, viewId, { isOnTheWay: true }), { kind: 'fetch', viewId });
}

export function takeItems(state: AppState, viewId: string, items: readonly unknown[]): Transition {
  return refresh(changeFetched(state, viewId, { items, problem: undefined, isOnTheWay: false }));
}

export function takeFetchProblem(state: AppState, viewId: string, error: ConmanError): Transition {
  const problem = { text: error.message, hint: error.hint };
  return to(changeFetched(state, viewId, { problem, isOnTheWay: false }));
}

/** Views in front are read again when an event says that they are out of date; the others when they are shown. */
export function refetch(state: AppState, isOutdated: (view: (typeof views)[number]) => boolean): Transition {
  const view = viewNamed(state.viewId);
  return isOutdated(view) ? fetchView(state, view.id) : to(state);
}

export const outdatedBy = (event: EngineEvent) => (view: (typeof views)[number]) => view.isOutdatedBy?.(event) === true;
