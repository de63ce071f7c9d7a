import type { ConmanError } from '../../../core/errors/index.ts';
import { errorAdvice } from '../present/error-advice.ts';
import type { AppState } from './app-state.ts';
import type { Effect } from './effect.ts';
import { focusOn } from './focus.ts';
import { hush } from './hush.ts';
import type { Message } from './message.ts';
import { onePane, type SplitDirection, shownPanes, splitPane, withoutPane } from './pane-tree.ts';
import type { PanePhase, SessionPane } from './session-pane.ts';
import { type Transition, to } from './transition.ts';

/** Everything about panes but their keys, which are in session-actions. */

export function changePane(state: AppState, paneId: number, change: Partial<SessionPane>): AppState {
  return { ...state, panes: state.panes.map((pane) => (pane.id === paneId ? { ...pane, ...change } : pane)) };
}

/** The effect that brings a pane to life: the session it had, else a new one. */
export function openingEffect(state: AppState, pane: SessionPane): Effect {
  const { id: paneId, containerId } = pane;
  if (pane.kind === 'attach') {
    return { kind: 'attach', paneId, containerId, tty: state.containers?.get(containerId)?.tty ?? true };
  }
  return pane.execId === undefined
    ? { kind: 'open-shell', paneId, containerId, ...startOf(pane) }
    : { kind: 'enter-exec', paneId, execId: pane.execId };
}

function startOf({ command, debug }: Pick<SessionPane, 'command' | 'debug'>) {
  return { ...(command && { command }), ...(debug && { debug }) };
}

/** Puts a new pane in front and opens it: in the place of the one in front, or with half of its room. */
export function addPane(
  state: AppState,
  from: Pick<SessionPane, 'kind' | 'containerId' | 'command' | 'debug'> & { readonly execId?: string },
  split?: SplitDirection,
): Transition {
  const id = state.nextId;
  const pane: SessionPane = {
    id,
    kind: from.kind,
    containerId: from.containerId,
    containerName: state.containers?.get(from.containerId)?.name ?? from.containerId.slice(0, 12),
    execId: from.execId,
    ...startOf(from),
    phase: { kind: 'opening' },
    scrollback: false,
    choosing: false,
    search: '',
  };
  const { paneTree, activePaneId } = state;
  const divided = split && paneTree && activePaneId !== undefined && splitPane(paneTree, activePaneId, split, id);
  const added: AppState = {
    ...state,
    nextId: id + 1,
    panes: [...state.panes, pane],
    paneTree: divided || paneTree,
    zoomed: divided ? false : state.zoomed,
  };
  const next = { ...focusOn(added, 'session', id), focus: 'session' as const };
  return to(next, openingEffect(next, pane));
}

/** Takes a pane off the screen. What runs in it goes on. */
export function dropPane(state: AppState, paneId: number): Transition {
  const panes = state.panes.filter((pane) => pane.id !== paneId);
  const wasActive = state.activePaneId === paneId;
  const leaves = wasActive && state.focus === 'session';
  const tree = state.paneTree && withoutPane(state.paneTree, paneId);
  const heir = wasActive ? (shownPanes(tree).at(-1) ?? panes.at(-1)?.id) : state.activePaneId;
  const next: AppState = {
    ...state,
    panes,
    activePaneId: heir,
    paneTree: tree ?? (heir === undefined ? undefined : onePane(heir)),
    focus: leaves ? 'list' : state.focus,
    zoomed: leaves ? false : state.zoomed,
  };
  return to(next, { kind: 'leave-pane', paneId });
}

type PaneMessage = Extract<Message, { readonly paneId: number }>;

/** What the stream behind a pane says. */
export function takePaneMessage(state: AppState, message: PaneMessage): Transition {
  const pane = state.panes.find(({ id }) => id === message.paneId);
  if (!pane) return to(state);
  switch (message.kind) {
    case 'pane-live':
      return to(
        changePane(state, pane.id, { phase: { kind: 'live' }, execId: message.exec ? message.exec.id : pane.execId }),
      );
    case 'pane-ended':
      return end(state, pane, { kind: 'ended', exit: message.exit });
    case 'pane-failed':
      return end(state, pane, failedPhase(message.error));
  }
}

/** Who still types to it must not close the pane, and then act on the list. */
function end(state: AppState, { id }: SessionPane, phase: PanePhase): Transition {
  const ended = changePane(state, id, { phase });
  return state.focus === 'session' && state.activePaneId === id ? hush(ended) : to(ended);
}

function failedPhase(error: ConmanError): PanePhase {
  if (error.code === 'unavailable') return { kind: 'lost' };
  if (error.reason === 'shell-missing') {
    const hint = "b opens a debug shell: the host's busybox, run inside the container";
    return { kind: 'failed', text: error.message, hint, noShell: true };
  }
  return { kind: 'failed', text: error.message, hint: error.hint ?? errorAdvice[error.code].hint };
}

/** conmand is back: panes it took with it find their session again, or say that it is gone. */
export function recoverPanes(state: AppState): Transition {
  let next = state;
  const effects: Effect[] = [];
  for (const pane of state.panes) {
    if (pane.phase.kind !== 'lost') continue;
    const container = state.containers?.get(pane.containerId);
    const exec = pane.execId === undefined ? undefined : state.execs.get(pane.execId);
    const lives = pane.kind === 'attach' ? container?.state === 'running' : exec !== undefined;
    next = changePane(next, pane.id, {
      phase: lives ? { kind: 'opening' } : { kind: 'failed', text: goneText(pane), hint: undefined },
    });
    if (lives) effects.push(openingEffect(state, pane));
  }
  return to(next, ...effects);
}

function goneText(pane: SessionPane): string {
  return pane.kind === 'attach'
    ? `${pane.containerName} ended while conmand was away`
    : 'the shell ended with the conmand that held it';
}
