import { viewNamed } from '../views/registry.ts';
import type { ViewTab } from '../views/view.ts';
import type { AppState } from './app-state.ts';
import { detailContainer } from './selectors.ts';

/** The side of the item that is shown beside the list. */
export function tabInFront({ viewId, tabIds }: Pick<AppState, 'viewId' | 'tabIds'>): ViewTab<unknown> {
  const { tabs } = viewNamed(viewId);
  return tabs.find(({ id }) => id === tabIds.get(viewId)) ?? tabs[0];
}

export function showTab(state: AppState, tabId: string): AppState {
  return { ...state, tabIds: new Map(state.tabIds).set(state.viewId, tabId) };
}

/** The tab `step` away, round the ends. */
export function stepTab(state: AppState, step: 1 | -1): AppState {
  const { tabs } = viewNamed(state.viewId);
  const here = tabs.indexOf(tabInFront(state));
  return showTab(state, tabs[(here + step + tabs.length) % tabs.length]?.id ?? tabs[0].id);
}

/** The container whose log is on the screen. */
export function logContainerId(state: AppState): string | undefined {
  return tabInFront(state).surface === 'log' ? detailContainer(state)?.id : undefined;
}

/** One and the same list, so that two nothings are the same. */
export const noIds: readonly string[] = [];

/** The containers whose logs are on the screen as one. */
export function mergedLogIds(state: AppState): readonly string[] {
  return tabInFront(state).surface === 'log' ? state.log.merged : noIds;
}
