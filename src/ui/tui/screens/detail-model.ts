import { displayText } from '../../words/display-text.ts';
import type { Fact } from '../present/fact.ts';
import type { AppState } from '../state/app-state.ts';
import { sinceChoices } from '../state/log-view.ts';
import { mergedLogIds, tabInFront } from '../state/tabs.ts';
import { viewNamed } from '../views/registry.ts';
import type { TabSurface } from '../views/view.ts';
import { type FrameModel, hasFocus, type Placard } from './frame-model.ts';
import { innerSize, layoutScreen } from './layout.ts';
import { listPlacard } from './list-model.ts';

export interface DetailModel extends FrameModel {
  /** The tabs as the title has them, and where in it they begin, in code units. */
  readonly tabs: readonly { readonly id: string; readonly start: number; readonly text: string }[];
  readonly surface: TabSurface;
  readonly facts: readonly Fact[];
  readonly placard: Placard | undefined;
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
