import { displayText } from '../present/display-text.ts';
import { exitText } from '../present/exit-text.ts';
import type { AppState } from '../state/app-state.ts';
import { promptLabels, sinceChoices } from '../state/log-view.ts';
import { activePane, detailContainer } from '../state/selectors.ts';
import type { SessionPane } from '../state/session-pane.ts';
import type { Token } from '../theme/theme.ts';
import { containerFacts, type Fact } from './container-facts.ts';

export interface FrameModel {
  readonly title: string;
  readonly focused: boolean;
  /** At the right of the upper border. */
  readonly badge: string;
  /** In the lower border. */
  readonly footer: { readonly text: string; readonly token: Token } | undefined;
}

/** Words in a pane that has nothing else to show: a headline, then what to do. */
export type Placard = readonly [string, ...string[]];

/** A line that is being typed. */
export interface PromptModel {
  readonly label: string;
  readonly text: string;
  readonly cursor: number;
}

export interface ListModel extends FrameModel {
  readonly placard: Placard | undefined;
  /** The filter while it is being typed. */
  readonly filter: PromptModel | undefined;
}

export interface DetailModel extends FrameModel {
  readonly containerId: string | undefined;
  readonly facts: readonly Fact[];
  /** What is being typed about the log. */
  readonly prompt: PromptModel | undefined;
  readonly placard: Placard | undefined;
}

export interface SessionModel extends FrameModel {
  readonly paneId: number;
  readonly placard: Placard | undefined;
}

/** A dialog has the keyboard while it is open: then no pane has it. */
function hasFocus(state: AppState, pane: AppState['focus']): boolean {
  return state.focus === pane && state.dialog === undefined;
}

export function listModel(state: AppState): ListModel {
  const total = state.containers?.size ?? 0;
  const filter = state.filter.text;
  return {
    title: filter === '' ? 'Containers' : `Containers matching ${displayText(filter)}`,
    focused: hasFocus(state, 'list'),
    badge: state.isRemembered ? 'last known' : filter === '' ? String(total) : `${state.visible.length} of ${total}`,
    footer: undefined,
    placard: listPlacard(state),
    filter: state.filtering ? { label: '/', ...state.filter } : undefined,
  };
}

function listPlacard(state: AppState): Placard | undefined {
  const { connection, containers } = state;
  if (containers === undefined) {
    if (connection.kind === 'connecting') return [connection.starting ? 'Starting conmand' : 'Connecting to conmand'];
    if (connection.kind === 'connected') return ['Reading the containers'];
    const hint = connection.hint === undefined ? [] : [displayText(connection.hint)];
    return ['No connection', displayText(connection.text), ...hint, '', 'C tries again now · q quits'];
  }
  if (containers.size === 0) {
    return ['No containers yet', 'Press n to create the first one.', '', '? shows every key · q quits'];
  }
  return state.visible.length === 0 ? ['Nothing matches', 'Esc shows all containers again.'] : undefined;
}

export function detailModel(state: AppState): DetailModel {
  const container = detailContainer(state);
  const { problem, filter, prompt } = state.log;
  const only = filter === '' ? '' : ` · only ${displayText(filter)}`;
  return {
    title: container ? `${displayText(container.name)} log${only}` : 'Log',
    focused: hasFocus(state, 'detail'),
    badge: container ? logBadge(state.log) : '',
    prompt: prompt && { label: promptLabels[prompt.kind], ...prompt.field },
    footer: problem === undefined ? undefined : { text: `no log: ${displayText(problem)}`, token: 'error' },
    containerId: container?.id,
    facts: container ? containerFacts(container) : [],
    placard: container ? undefined : ['No container selected'],
  };
}

function logBadge({ following, wrap, timestamps, since, search, searching, choosing }: AppState['log']): string {
  const words = [
    searching && 'searching, Esc stops',
    search !== '' && !searching && `/${displayText(search)}`,
    choosing ? 'choosing lines' : following ? 'following' : 'staying',
    wrap && 'wrapped',
    timestamps === 'utc' && 'UTC',
    timestamps === 'local' && 'local time',
    since > 0 && `since ${sinceChoices[since]?.text}`,
  ];
  return words.filter(Boolean).join(' · ');
}

export function sessionModel(state: AppState): SessionModel | undefined {
  const pane = activePane(state);
  if (!pane) return undefined;
  const place = state.panes.indexOf(pane) + 1;
  const focused = hasFocus(state, 'session');
  return {
    paneId: pane.id,
    title: `${pane.kind === 'attach' ? 'Attached to' : 'Shell in'} ${displayText(pane.containerName)}`,
    focused,
    badge: state.panes.length > 1 ? `${place} of ${state.panes.length}` : '',
    footer: sessionFooter(state, pane),
    placard: sessionPlacard(pane),
  };
}

function sessionFooter(state: AppState, pane: SessionPane): FrameModel['footer'] {
  const { hushed: isHushed, prefix } = state;
  const isTyping = hasFocus(state, 'session') && !prefix;
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
      if (pane.scrollback) return { text: 'scrollback · q back to the process', token: 'info' };
      return isTyping && pane.kind === 'attach' ? { text: attachedText(tty), token: 'faint' } : undefined;
  }
}

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
