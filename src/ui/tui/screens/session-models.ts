import { displayText } from '../../words/display-text.ts';
import { exitText } from '../../words/exit-text.ts';
import type { Rectangle } from '../compositor/rectangle.ts';
import type { AppState } from '../state/app-state.ts';
import type { SessionPane } from '../state/session-pane.ts';
import { type FrameModel, hasFocus, type Placard } from './frame-model.ts';
import type { ScreenLayout } from './layout.ts';

export interface SessionModel extends FrameModel {
  readonly paneId: number;
  readonly rectangle: Rectangle;
  readonly placard: Placard | undefined;
}

/** The sessions that are seen. */
export function sessionModels(state: AppState, { sessions }: ScreenLayout): readonly SessionModel[] {
  return sessions.flatMap(({ paneId, rectangle }) => {
    const pane = state.panes.find(({ id }) => id === paneId);
    return pane ? [sessionModel(state, pane, rectangle)] : [];
  });
}

function sessionModel(state: AppState, pane: SessionPane, rectangle: Rectangle): SessionModel {
  const place = state.panes.indexOf(pane) + 1;
  return {
    paneId: pane.id,
    rectangle,
    title: `${pane.kind === 'attach' ? 'Attached to' : 'Shell in'} ${displayText(pane.containerName)}`,
    focused: hasSessionFocus(state, pane),
    isBare: state.isForEars,
    badge: state.panes.length > 1 ? `${place} of ${state.panes.length}` : '',
    footer: sessionFooter(state, pane),
    placard: sessionPlacard(pane),
  };
}

function hasSessionFocus(state: AppState, pane: SessionPane): boolean {
  return hasFocus(state, 'session') && pane.id === state.activePaneId;
}

function sessionFooter(state: AppState, pane: SessionPane): FrameModel['footer'] {
  const { hushed: isHushed, prefix } = state;
  const isTyping = hasSessionFocus(state, pane) && !prefix;
  const tty = state.containers?.get(pane.containerId)?.tty ?? true;
  const again = pane.kind === 'attach' ? 'attach again' : 'reopen';
  switch (pane.phase.kind) {
    case 'ended': {
      const { exit } = pane.phase;
      const how = exit === undefined ? 'detached, it runs on' : exitText(exit);
      return { text: isHushed ? how : `${how} · Enter ${again} · q close`, token: 'warning' };
    }
    case 'failed':
      return isHushed ? undefined : { text: 'Enter try again · q close', token: 'warning' };
    case 'lost':
      return { text: 'conmand is gone · this session is looked for when it is back', token: 'error' };
    case 'opening':
      return undefined;
    case 'live':
      if (pane.choosing) return { text: 'choosing lines · y copies · q back to the process', token: 'info' };
      if (pane.scrollback) return { text: `scrollback${searchText(pane)} · q back to the process`, token: 'info' };
      return isTyping && pane.kind === 'attach' ? { text: attachedText(tty), token: 'faint' } : undefined;
  }
}

const searchText = ({ search }: SessionPane): string => (search === '' ? '' : ` · /${displayText(search)}`);

function attachedText(tty: boolean): string {
  return `${tty ? 'Ctrl-C reaches PID 1' : 'Ctrl-d ends its input'} · Ctrl-g d or Ctrl-p Ctrl-q leaves`;
}

function sessionPlacard({ kind, phase, containerName }: SessionPane): Placard | undefined {
  if (phase.kind === 'opening') return [kind === 'attach' ? 'Attaching' : 'Opening a shell'];
  if (phase.kind !== 'failed') return undefined;
  const what = kind === 'attach' ? 'Cannot attach to' : 'No shell in';
  const hint = phase.hint === undefined ? [] : [displayText(phase.hint)];
  return [`${what} ${displayText(containerName)}`, displayText(phase.text), ...hint];
}
