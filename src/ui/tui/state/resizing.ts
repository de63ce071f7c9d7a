import { layoutScreen } from '../screens/layout.ts';
import type { AppState } from './app-state.ts';
import { growPane } from './pane-tree.ts';
import type { Shares } from './shares.ts';

/** One stroke of a key, in cells. */
const stepColumns = 4;
const stepRows = 2;

/**
 * Gives the pane that has the keyboard more (1) or less (-1) room; the same state when there is none to give or take. A
 * session takes it from the one beside it first, then from what lies above.
 */
export function withOtherShares(state: AppState, direction: 1 | -1): AppState {
  const layout = layoutScreen({ ...state, hasSession: state.panes.length > 0 });
  const { panes } = layout;
  if (state.focus === 'session') return resizeSession(state, direction, panes.session?.height);
  if (!panes.list || !panes.detail) return state;
  const width = panes.list.width + panes.detail.width;
  const outwards = state.focus === 'list' ? direction : -direction;
  const wanted = panes.list.width + outwards * stepColumns;
  return moved(state, 'list', wanted / width, (changed) => changed.panes.list?.width !== panes.list?.width);
}

function resizeSession(state: AppState, direction: 1 | -1, height: number | undefined): AppState {
  const { paneTree, activePaneId } = state;
  const layout = layoutScreen({ ...state, hasSession: true });
  const area = layout.panes.session;
  if (!area || height === undefined) return state;
  const grown = paneTree && activePaneId !== undefined ? growPane(paneTree, activePaneId, direction, area) : undefined;
  if (grown) return { ...state, paneTree: grown };
  const whole = height + (layout.panes.detail?.height ?? 0);
  const wanted = height + direction * stepRows;
  return moved(state, 'session', wanted / whole, (changed) => changed.panes.session?.height !== height);
}

/** Only a share that moves something is kept: one beyond the limits would have to be taken back stroke by stroke. */
function moved(
  state: AppState,
  name: keyof Shares,
  share: number,
  hasMoved: (layout: ReturnType<typeof layoutScreen>) => boolean,
): AppState {
  const next = { ...state, shares: { ...state.shares, [name]: share } };
  return hasMoved(layoutScreen({ ...next, hasSession: state.panes.length > 0 })) ? next : state;
}
