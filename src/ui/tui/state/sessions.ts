import type { AppState } from './app-state.ts';
import { focusOn } from './focus.ts';
import { addPane, changePane, openingEffect } from './panes.ts';
import { isOver, type SessionPane } from './session-pane.ts';
import { type Transition, to } from './transition.ts';

/** Starts anew in the pane of a session that has ended. */
export function reopenPane(state: AppState, pane: SessionPane): Transition {
  const fresh: Partial<SessionPane> = {
    phase: { kind: 'opening' },
    execId: undefined,
    scrollback: false,
    choosing: false,
    search: '',
  };
  const next = focusOn(changePane(state, pane.id, fresh), 'session', pane.id);
  return to(next, { kind: 'leave-pane', paneId: pane.id }, openingEffect(next, { ...pane, ...fresh }));
}

/** Shows a session that lives: in its pane if it has one, else in a new one. */
export function enterSession(state: AppState, containerId: string, execId: string): Transition {
  const open = state.panes.find((pane) => pane.execId === execId && !isOver(pane));
  return open ? to(focusOn(state, 'session', open.id)) : addPane(state, { kind: 'shell', containerId, execId });
}

/** A fresh shell, in the place of one that has ended if the container has such a pane. */
export function openShell(state: AppState, containerId: string): Transition {
  const over = state.panes.find((pane) => isSessionOf(pane, 'shell', containerId) && isOver(pane));
  return over ? reopenPane(state, over) : addPane(state, { kind: 'shell', containerId });
}

export function isSessionOf(pane: SessionPane, kind: SessionPane['kind'], containerId: string): boolean {
  return pane.kind === kind && pane.containerId === containerId;
}
