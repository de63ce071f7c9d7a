import type { Rectangle } from '../compositor/rectangle.ts';
import { displayText } from '../present/display-text.ts';
import { exitText } from '../present/exit-text.ts';
import type { Fact } from '../present/fact.ts';
import type { AppState } from '../state/app-state.ts';
import { filterFields } from '../state/list-entries.ts';
import { parseListFilter } from '../state/list-filter.ts';
import { sinceChoices } from '../state/log-view.ts';
import { markedIds } from '../state/marks.ts';
import type { SessionPane } from '../state/session-pane.ts';
import { mergedLogIds, tabInFront } from '../state/tabs.ts';
import type { Token } from '../theme/theme.ts';
import { viewNamed } from '../views/registry.ts';
import type { TabSurface } from '../views/view.ts';
import { innerSize, layoutScreen, type ScreenLayout } from './layout.ts';

export interface FrameModel {
  readonly title: string;
  readonly focused: boolean;
  /** Without lines, for people who hear the screen. */
  readonly isBare: boolean;
  /** At the right of the upper border. */
  readonly badge: string;
  /** In the lower border. */
  readonly footer: { readonly text: string; readonly token: Token } | undefined;
}

/** Words in a pane that has nothing else to show: a headline, then what to do. */
export type Placard = readonly [string, ...string[]];

export interface ListModel extends FrameModel {
  readonly placard: Placard | undefined;
  /** The filter while it is being typed. */
  readonly filter: { readonly text: string; readonly cursor: number } | undefined;
}

export interface DetailModel extends FrameModel {
  /** The tabs as the title has them, and where in it they begin, in code units. */
  readonly tabs: readonly { readonly id: string; readonly start: number; readonly text: string }[];
  readonly surface: TabSurface;
  readonly facts: readonly Fact[];
  readonly placard: Placard | undefined;
}

export interface SessionModel extends FrameModel {
  readonly paneId: number;
  readonly rectangle: Rectangle;
  readonly placard: Placard | undefined;
}

/** A dialog has the keyboard while it is open: then no pane has it. */
function hasFocus(state: AppState, pane: AppState['focus']): boolean {
  return state.focus === pane && state.dialog === undefined;
}

export function listModel(state: AppState): ListModel {
  const view = viewNamed(state.viewId);
  const total = view.items(state)?.length ?? 0;
  const shown = state.visible.filter(({ heading }) => heading === undefined).length;
  const filter = state.filter.text;
  const marked = markedIds(state).size;
  const counts = filter === '' ? String(total) : `${shown} of ${total}`;
  return {
    title: filter === '' ? view.title : `${view.title} matching ${displayText(filter)}`,
    focused: hasFocus(state, 'list'),
    isBare: state.isForEars,
    badge: state.isRemembered ? 'last known' : marked === 0 ? counts : `${marked} marked · ${counts}`,
    footer: listFooter(state),
    placard: listPlacard(state),
    filter: state.filtering ? state.filter : undefined,
  };
}

/** Shortest first: a narrow frame cuts the end. */
const newcomerText = 'first time? ? shows every key · x what can be done · : finds it · Esc hides this';

/** What is wrong with the filter, or what one can say in it. */
function listFooter(state: AppState): FrameModel['footer'] {
  const view = viewNamed(state.viewId);
  const fields = filterFields(view, view.items(state) ?? []);
  const filter = parseListFilter(state.filter.text, fields);
  if (!filter.ok) return { text: `filter: ${displayText(filter.problem)}`, token: 'error' };
  if (state.filtering) {
    const examples = [...fields.slice(0, 5).map((field) => `${field}:`), ...(view.labelsOf ? ['label:k=v'] : [])];
    return { text: `words /regex/ ${examples.join(' ')} ! not`, token: 'faint' };
  }
  if (state.rangeFrom !== undefined) return { text: 'move to mark more · v ends the range', token: 'info' };
  if (state.isReadOnly) return { text: 'read-only · R allows changes', token: 'warning' };
  return state.isNewcomer ? { text: newcomerText, token: 'info' } : undefined;
}

function listPlacard(state: AppState): Placard | undefined {
  const { connection } = state;
  const view = viewNamed(state.viewId);
  const items = view.items(state);
  const problem = state.fetched.get(view.id)?.problem;
  if (items === undefined && problem) {
    const hint = problem.hint === undefined ? [] : [displayText(problem.hint)];
    return [`Cannot read the ${view.title.toLowerCase()}`, displayText(problem.text), ...hint];
  }
  if (items === undefined) {
    if (connection.kind === 'connecting') return [connection.starting ? 'Starting conmand' : 'Connecting to conmand'];
    if (connection.kind === 'connected') return [`Reading the ${view.title.toLowerCase()}`];
    const hint = connection.hint === undefined ? [] : [displayText(connection.hint)];
    return ['No connection', displayText(connection.text), ...hint, '', 'C tries again now · q quits'];
  }
  if (items.length === 0) return view.whenEmpty;
  return state.visible.length === 0 ? ['Nothing matches', `Esc shows all ${view.noun[1]} again.`] : undefined;
}

export function detailModel(state: AppState): DetailModel {
  const view = viewNamed(state.viewId);
  const entry = state.visible.find(({ id, heading }) => id === state.detailId && heading === undefined);
  const item = entry?.item ?? view.items(state)?.find((candidate) => view.idOf(candidate) === state.detailId);
  const tab = tabInFront(state);
  const { problem, filter } = state.log;
  const isLog = tab.surface === 'log';
  const merged = mergedLogIds(state).length;
  const only = isLog && filter !== '' ? ` · only ${displayText(filter)}` : '';
  const name = merged > 0 ? `${merged} containers` : item === undefined ? undefined : displayText(view.nameOf(item));
  const badge =
    tab.surface === 'files'
      ? filesBadge(state.files)
      : isLog && (item !== undefined || merged > 0)
        ? logBadge(state.log)
        : '';
  const tabs = name === undefined ? [] : shownTabs(state, titleTabs(view.tabs, tab, name.length + 1), tab, badge);
  return {
    title: name === undefined ? tab.title : `${[name, ...tabs.map(({ text }) => text)].join(' ')}${only}`,
    tabs,
    focused: hasFocus(state, 'detail'),
    isBare: state.isForEars,
    badge,
    footer: !isLog || problem === undefined ? undefined : { text: `no log: ${displayText(problem)}`, token: 'error' },
    surface: tab.surface,
    facts: item === undefined || merged > 0 ? [] : (view.factsOf?.(item) ?? []),
    placard: item === undefined && merged === 0 ? detailPlacard(state) : undefined,
  };
}

/** What to press is what the list beside it says. */
function detailPlacard(state: AppState): Placard {
  const { noun } = viewNamed(state.viewId);
  const [, ...advice] = listPlacard(state) ?? [];
  const [first] = advice;
  return first ? [`No ${noun[0]} selected`, first] : [`No ${noun[0]} selected`];
}

function filesBadge({ path, changes }: AppState['files']): string {
  if (changes === undefined) return displayText(path);
  return changes === 0 ? 'as the image' : `${changes} not as in the image`;
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

/** `[Log] Inspect`: the tab in front in brackets, for who sees no colours. */
function titleTabs(
  tabs: readonly { readonly id: string; readonly title: string }[],
  front: { readonly id: string },
  begin: number,
): DetailModel['tabs'] {
  let start = begin;
  return tabs.map(({ id, title }) => {
    const text = id === front.id && tabs.length > 1 ? `[${title}]` : title;
    const placed = { id, start, text };
    start += text.length + 1;
    return placed;
  });
}

/** Where the tabs have no room, only the one in front: it is what is seen. */
function shownTabs(
  state: AppState,
  all: DetailModel['tabs'],
  front: { readonly id: string },
  badge: string,
): DetailModel['tabs'] {
  const layout = layoutScreen({ ...state, hasSession: state.panes.length > 0 });
  const room = (innerSize(layout, 'detail')?.columns ?? 0) - titleFrame - (badge === '' ? 0 : badge.length + 3);
  const last = all.at(-1);
  if (!last || last.start + last.text.length <= room) return all;
  const first = all[0]?.start ?? 0;
  return all.filter(({ id }) => id === front.id).map((tab) => ({ ...tab, start: first }));
}

/** Blanks around the title, its ▶, and the lines beside it. */
const titleFrame = 6;

/** The frame around the last events. */
export function stripModel({ isForEars, events }: AppState): FrameModel {
  const badge = events.length === 0 ? 'nothing has happened yet' : `${events.length}`;
  return { title: 'Lately', focused: false, isBare: isForEars, badge, footer: undefined };
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
