import { displayText } from '../present/display-text.ts';
import type { AppState } from '../state/app-state.ts';
import { tabInFront } from '../state/tabs.ts';
import { viewNamed } from '../views/registry.ts';

export interface Tab {
  readonly title: string;
  readonly focused: boolean;
}

/** The panes as the tab strip of a small screen names them. */
export function tabs(state: AppState): readonly Tab[] {
  const { focus, activePaneId } = state;
  return [
    { title: viewNamed(state.viewId).title, focused: focus === 'list' },
    { title: tabInFront(state).title, focused: focus === 'detail' },
    ...state.panes.map((pane) => ({
      title: `${displayText(pane.containerName)} ${pane.kind}`,
      focused: focus === 'session' && pane.id === activePaneId,
    })),
  ];
}
