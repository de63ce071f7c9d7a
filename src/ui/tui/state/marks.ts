import { viewNamed } from '../views/registry.ts';
import type { AppState } from './app-state.ts';

/** The ids that are marked, those of the range that is still being drawn with them. */
export function markedIds(state: AppState): ReadonlySet<string> {
  if (state.rangeFrom === undefined) return state.marks;
  const ids = state.visible.flatMap(({ id, heading }) => (heading === undefined ? [id] : []));
  const from = ids.indexOf(state.rangeFrom);
  const to = ids.indexOf(state.selectedId ?? '');
  if (from < 0 || to < 0) return state.marks;
  return new Set([...state.marks, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)]);
}

/** What an action is for: the marked items that are in sight, else the selected one. */
export function targets<Item>(state: AppState): readonly Item[] {
  const marked = markedIds(state);
  const wanted = marked.size > 0 ? marked : new Set(state.selectedId === undefined ? [] : [state.selectedId]);
  return state.visible
    .filter(({ id, heading }) => heading === undefined && wanted.has(id))
    .map(({ item }) => item as Item);
}

/** `web`, or `3 containers`: what a question or a message is about. */
export function targetsText(state: AppState, items: readonly unknown[]): string {
  const view = viewNamed(state.viewId);
  const [only] = items;
  return items.length === 1 ? view.nameOf(only) : `${items.length} ${view.noun[1]}`;
}

export function withoutMarks(state: AppState): AppState {
  return state.marks.size === 0 && state.rangeFrom === undefined
    ? state
    : { ...state, marks: new Set(), rangeFrom: undefined };
}
