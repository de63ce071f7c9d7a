import { displayText } from '../present/display-text.ts';
import type { AppState } from '../state/app-state.ts';

export interface Tab {
  readonly title: string;
  readonly focused: boolean;
}

/** The panes as the tab strip of a small screen names them. */
export function tabs(state: AppState): readonly Tab[] {
  const { focus, activePaneId } = state;
  return [
    { title: 'Containers', focused: focus === 'list' },
    { title: 'Log', focused: focus === 'detail' },
    ...state.panes.map((pane) => ({
      title: `${displayText(pane.containerName)} ${pane.kind}`,
      focused: focus === 'session' && pane.id === activePaneId,
    })),
  ];
}
