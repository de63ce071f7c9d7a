import type { ContainerSummary } from '../../../core/api/index.ts';
import { stateText } from '../present/state-text.ts';
import { innerSize, layoutScreen } from '../screens/layout.ts';
import type { AppState } from './app-state.ts';
import type { Motion } from './effect.ts';
import { type Transition, to } from './transition.ts';

/** True when every word of the filter occurs in what the list shows of the container. */
export function matchesFilter(container: ContainerSummary, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { name, id, image, command } = container;
  const text = [name, id, image, command.join(' '), stateText(container)].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The container in front from now on. Its detail follows when the selection has come to rest. */
export function select(state: AppState, containerId: string | undefined): Transition {
  if (containerId === state.selectedId && containerId === state.detailId) return to(state);
  const next = { ...state, selectedId: containerId };
  const nothingShown = state.detailId === undefined || !state.containers?.has(state.detailId);
  if (containerId === undefined || nothingShown) return to({ ...next, detailId: containerId });
  return to(next, { kind: 'settle-selection' });
}

/** What the list shows once containers or filter have changed; the selection stays on its container if it can. */
export function refresh(state: AppState): Transition {
  const all = [...(state.containers?.values() ?? [])];
  const visible = all.filter((container) => matchesFilter(container, state.filter.text));
  const next = { ...state, visible };
  if (state.awaitedId !== undefined && visible.some(({ id }) => id === state.awaitedId)) {
    return select({ ...next, awaitedId: undefined }, state.awaitedId);
  }
  if (visible.some(({ id }) => id === state.selectedId)) return to(next);
  const lostIndex = state.visible.findIndex(({ id }) => id === state.selectedId);
  const heir = visible[Math.min(Math.max(lostIndex, 0), visible.length - 1)];
  return select(next, heir?.id);
}

/** Rows of the list that fit, but one: paging keeps a row in sight. */
function pageRows(state: AppState): number {
  const layout = layoutScreen({ ...state, hasSession: state.panes.length > 0 });
  const columnTitles = 1;
  return Math.max(1, (innerSize(layout, 'list')?.rows ?? 2) - columnTitles - 1);
}

export function moveSelection(state: AppState, motion: Motion): Transition {
  const last = state.visible.length - 1;
  const index = state.visible.findIndex(({ id }) => id === state.selectedId);
  const target = {
    up: index - 1,
    down: index + 1,
    'page-up': index - pageRows(state),
    'page-down': index + pageRows(state),
    first: 0,
    last,
  }[motion];
  return select(state, state.visible[Math.max(0, Math.min(last, target))]?.id);
}
