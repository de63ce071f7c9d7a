import { innerSize, layoutScreen } from '../screens/layout.ts';
import { viewNamed } from '../views/registry.ts';
import type { AppState } from './app-state.ts';
import type { Motion } from './effect.ts';
import { listEntries } from './list-entries.ts';
import type { ListEntry } from './list-state.ts';
import { type Transition, to } from './transition.ts';

/** The item in front from now on. Its detail follows when the selection has come to rest. */
export function select(state: AppState, itemId: string | undefined): Transition {
  if (itemId === state.selectedId && itemId === state.detailId) return to(state);
  const next = { ...state, selectedId: itemId };
  const nothingShown = state.detailId === undefined || !state.visible.some(({ id }) => id === state.detailId);
  if (itemId === undefined || nothingShown) return to({ ...next, detailId: itemId });
  return to(next, { kind: 'settle-selection' });
}

const isItem = ({ heading }: ListEntry): boolean => heading === undefined;

/** What the list shows once items, filter or order have changed; the selection stays on its item if it can. */
export function refresh(state: AppState): Transition {
  const view = viewNamed(state.viewId);
  const visible = listEntries(view, view.items(state) ?? [], state, state);
  const next = { ...state, visible };
  if (state.awaitedId !== undefined && visible.some(({ id }) => id === state.awaitedId)) {
    return select({ ...next, awaitedId: undefined }, state.awaitedId);
  }
  if (visible.some(({ id }) => id === state.selectedId)) return to(next);
  const lostIndex = Math.max(
    0,
    state.visible.findIndex(({ id }) => id === state.selectedId),
  );
  const heir = visible.slice(lostIndex).find(isItem) ?? visible.findLast(isItem);
  return select(next, heir?.id);
}

/** Rows of the list that fit, but one: paging keeps a row in sight. */
function pageRows(state: AppState): number {
  const layout = layoutScreen({ ...state, hasSession: state.panes.length > 0 });
  const columnTitles = 1;
  return Math.max(1, (innerSize(layout, 'list')?.rows ?? 2) - columnTitles - 1);
}

export function moveSelection(state: AppState, motion: Motion): Transition {
  const items = state.visible.filter(isItem);
  const last = items.length - 1;
  const index = items.findIndex(({ id }) => id === state.selectedId);
  const target = {
    up: index - 1,
    down: index + 1,
    'page-up': index - pageRows(state),
    'page-down': index + pageRows(state),
    first: 0,
    last,
  }[motion];
  return select(state, items[Math.max(0, Math.min(last, target))]?.id);
}
