import { isTiny, layoutScreen } from '../screens/layout.ts';
import { type Direction, neighbour } from '../screens/neighbour.ts';
import type { AppState, FocusId } from './app-state.ts';
import { onePane, showsPane, swapPane } from './pane-tree.ts';

/** Gives the keyboard to a pane, and brings a session that is not seen in front. Where only the list fits, the list keeps it. */
export function focusOn(state: AppState, focus: FocusId, paneId = state.activePaneId): AppState {
  if (isTiny(state.size) || (focus === 'session' && paneId === undefined)) return { ...state, focus: 'list' };
  return { ...(paneId === undefined ? state : bringInFront(state, paneId)), focus };
}

/** A session that is not seen takes the place of the one that was in front. */
function bringInFront(state: AppState, paneId: number): AppState {
  const { paneTree, activePaneId } = state;
  const isShown = showsPane(paneTree, paneId);
  const tree = isShown || !paneTree || activePaneId === undefined ? paneTree : swapPane(paneTree, activePaneId, paneId);
  return { ...state, activePaneId: paneId, paneTree: tree ?? onePane(paneId) };
}

/** The panes in the order in which Tab goes through them. */
function focusOrder(state: AppState): readonly (readonly [FocusId, number | undefined])[] {
  const panes = state.panes.map((pane) => ['session', pane.id] as const);
  return [['list', undefined], ['detail', undefined], ...panes];
}

export function cycleFocus(state: AppState, step: 1 | -1): AppState {
  const order = focusOrder(state);
  const here = order.findIndex(
    ([focus, paneId]) => focus === state.focus && (focus !== 'session' || paneId === state.activePaneId),
  );
  const next = order[(here + step + order.length) % order.length];
  return next ? focusOn(state, next[0], next[1] ?? state.activePaneId) : state;
}

/** Left and up, right and down are the same where the panes lie behind tabs. */
export function focusTowards(state: AppState, direction: Direction): AppState {
  const layout = layoutScreen({ ...state, hasSession: state.panes.length > 0 });
  if (layout.mode === 'tabs' || state.zoomed) {
    return cycleFocus(state, direction === 'left' || direction === 'up' ? -1 : 1);
  }
  const target = neighbour(layout, { focus: state.focus, paneId: state.activePaneId }, direction);
  return target ? focusOn(state, target.focus, target.paneId ?? state.activePaneId) : state;
}
