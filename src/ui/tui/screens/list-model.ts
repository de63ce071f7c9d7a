import { displayText } from '../../words/display-text.ts';
import type { AppState } from '../state/app-state.ts';
import { filterFields } from '../state/list-entries.ts';
import { parseListFilter } from '../state/list-filter.ts';
import { markedIds } from '../state/marks.ts';
import { viewNamed } from '../views/registry.ts';
import { type FrameModel, hasFocus, type Placard } from './frame-model.ts';

export interface ListModel extends FrameModel {
  readonly placard: Placard | undefined;
  /** The filter while it is being typed. */
  readonly filter: { readonly text: string; readonly cursor: number } | undefined;
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

export function listPlacard(state: AppState): Placard | undefined {
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
