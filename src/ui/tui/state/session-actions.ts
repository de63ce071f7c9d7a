import { notAttachable } from '../keys/reasons.ts';
import type { AppState } from './app-state.ts';
import type { Prompt } from './dialog.ts';
import type { Effect } from './effect.ts';
import { flash } from './flash.ts';
import { focusOn } from './focus.ts';
import { operate } from './intent.ts';
import type { SplitDirection } from './pane-tree.ts';
import { addPane, changePane, dropPane } from './panes.ts';
import { searched } from './searched.ts';
import { activePane, selectedContainer } from './selectors.ts';
import type { SessionPane } from './session-pane.ts';
import { reopenPane } from './sessions.ts';
import { emptyTextField } from './text-field.ts';
import { type Transition, to } from './transition.ts';

/** Does `act` with the pane in front. The key table has made sure that there is one. */
const withPane =
  (act: (state: AppState, pane: SessionPane) => Transition) =>
  (state: AppState): Transition => {
    const pane = activePane(state);
    return pane ? act(state, pane) : to(state);
  };

function leave(state: AppState, pane: SessionPane): Transition {
  const dropped = dropPane(state, pane.id);
  if (pane.phase.kind !== 'live') return dropped;
  const key = pane.kind === 'shell' ? 'e' : 'a';
  const told = flash(dropped.state, 'info', `left ${pane.containerName} running: ${key} goes back`);
  return { ...told, effects: [...dropped.effects, ...told.effects] };
}

function askEnd(state: AppState, pane: SessionPane): Transition {
  if (pane.execId === undefined) return to(state);
  return to({
    ...state,
    dialog: {
      kind: 'confirm',
      question: `End this shell in ${pane.containerName}?`,
      consequences: ['Its process gets a hang-up (SIGHUP). The container goes on.'],
      verb: 'End',
      yes: false,
      choice: operate({ kind: 'end-session', execId: pane.execId }),
    },
  });
}

function find({ id: paneId, search }: SessionPane, step: -1 | 1): Effect {
  return { kind: 'pane-find', paneId, search, step };
}

function askSearch(state: AppState, { id: paneId }: SessionPane): Transition {
  const dialog: Prompt = {
    ...{
      kind: 'prompt',
      title: 'Search what has scrolled away',
      label: 'For',
      field: emptyTextField,
      problem: undefined,
    },
    note: 'words, or /a regular expression/; then n goes to older and N to newer ones',
    answer: (search) => searched(search, { kind: 'search-session', paneId, search }),
  };
  return to({ ...state, dialog });
}

/** Where one shell is the host's, so is the next. */
function likeIt(pane: SessionPane | undefined): Pick<SessionPane, 'debug'> {
  return pane?.debug ? { debug: true } : {};
}

function openAnother(state: AppState): Transition {
  const pane = state.focus === 'session' ? activePane(state) : undefined;
  const containerId = pane?.containerId ?? selectedContainer(state)?.id;
  return containerId === undefined ? to(state) : addPane(state, { kind: 'shell', containerId, ...likeIt(pane) });
}

/** A fresh shell in half of the room of the session in front. */
const split =
  (direction: SplitDirection) =>
  (state: AppState): Transition => {
    const pane = activePane(state);
    return pane
      ? addPane(state, { kind: 'shell', containerId: pane.containerId, ...likeIt(pane) }, direction)
      : to(state);
  };

function switchPane(state: AppState, step: 1 | -1): Transition {
  const { panes } = state;
  const here = panes.findIndex((pane) => pane.id === state.activePaneId);
  const next = panes[(here + step + panes.length) % panes.length];
  return to(next ? focusOn(state, 'session', next.id) : state);
}

/** To attach again needs the container running. */
function reopen(state: AppState, pane: SessionPane): Transition {
  const container = state.containers?.get(pane.containerId);
  if (!container) return flash(state, 'warning', `${pane.containerName} is removed`);
  const here = { ...state, selectedId: container.id };
  const reason = pane.kind === 'attach' ? notAttachable(here) : undefined;
  if (reason !== undefined) return flash(state, 'warning', reason);
  return reopenPane(state, pane);
}

function debug(state: AppState, pane: SessionPane): Transition {
  const next = changePane(state, pane.id, { debug: true });
  return reopen(next, { ...pane, debug: true });
}

export const sessionActions = {
  'session-leave': withPane(leave),
  'session-close': withPane((state, pane) => dropPane(state, pane.id)),
  'session-end': withPane(askEnd),
  'session-scrollback': withPane((state, pane) =>
    to(focusOn(changePane(state, pane.id, { scrollback: true }), 'session')),
  ),
  'session-live': withPane((state, pane) => {
    const next = changePane(state, pane.id, { scrollback: false, choosing: false, search: '' });
    return to(next, { kind: 'pane-scroll', paneId: pane.id, motion: 'live' });
  }),
  'session-choose': withPane((state, pane) =>
    to(changePane(state, pane.id, { choosing: true }), { kind: 'pane-choose', paneId: pane.id }),
  ),
  'session-copy': withPane((state, pane) => {
    const next = changePane(state, pane.id, { scrollback: false, choosing: false, search: '' });
    const live = { kind: 'pane-scroll', paneId: pane.id, motion: 'live' } as const;
    return to(next, { kind: 'pane-copy', paneId: pane.id }, live);
  }),
  'session-search': withPane(askSearch),
  'session-older-match': withPane((state, pane) => to(state, find(pane, -1))),
  'session-newer-match': withPane((state, pane) => to(state, find(pane, 1))),
  'session-new': openAnother,
  'session-split-beside': split('beside'),
  'session-split-below': split('below'),
  'session-next': (state: AppState) => switchPane(state, 1),
  'session-previous': (state: AppState) => switchPane(state, -1),
  // A live pane in front gets it before the key comes here.
  'session-literal': (state: AppState) => to(state),
  'session-reopen': withPane(reopen),
  'session-debug': withPane(debug),
};
