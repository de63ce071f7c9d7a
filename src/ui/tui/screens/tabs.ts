import { displayText } from '../../words/display-text.ts';
import type { AppState } from '../state/app-state.ts';
import type { ClickTarget } from '../state/click.ts';
import { tabInFront } from '../state/tabs.ts';
import { viewNamed } from '../views/registry.ts';

export interface Tab {
  readonly target: ClickTarget;
  readonly title: string;
  readonly focused: boolean;
}

/** The panes as the tab strip of a small screen names them. */
export function tabs(state: AppState): readonly Tab[] {
  const { focus, activePaneId } = state;
  return [
    { target: { kind: 'pane', focus: 'list' }, title: viewNamed(state.viewId).title, focused: focus === 'list' },
    { target: { kind: 'pane', focus: 'detail' }, title: tabInFront(state).title, focused: focus === 'detail' },
    ...state.panes.map(
      (pane): Tab => ({
        target: { kind: 'pane', focus: 'session', paneId: pane.id },
        title: `${displayText(pane.containerName)} ${pane.kind}`,
        focused: focus === 'session' && pane.id === activePaneId,
      }),
    ),
  ];
}
