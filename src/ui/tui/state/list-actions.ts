import { viewNamed } from '../views/registry.ts';
import type { ViewColumn } from '../views/view.ts';
import type { AppState } from './app-state.ts';
import type { Menu, MenuItem } from './dialog.ts';
import { flash } from './flash.ts';
import { markedIds } from './marks.ts';
import { moveSelection } from './selection.ts';
import { type Transition, to } from './transition.ts';

export function isShown(state: Pick<AppState, 'columnChoices'>, column: ViewColumn<unknown>): boolean {
  return state.columnChoices.get(column.id) ?? column.isOptional !== true;
}

/** Once more by the same column turns the order round, a third time takes it away. */
export function sortBy(state: AppState, column: string): AppState {
  const { sort } = state;
  if (sort?.column !== column) return { ...state, sort: { column, isDescending: false } };
  return { ...state, sort: sort.isDescending ? undefined : { column, isDescending: true } };
}

function sortMenu(state: AppState): AppState {
  const { sort } = state;
  const { columns, title } = viewNamed(state.viewId);
  const items = columns.map(({ id, title: label }): MenuItem => {
    const note =
      sort?.column !== id ? '' : sort.isDescending ? 'descending; again: no order' : 'ascending; again: descending';
    return { label, note, choice: { kind: 'sort', column: id } };
  });
  const index = Math.max(
    0,
    columns.findIndex(({ id }) => id === sort?.column),
  );
  return { ...state, dialog: { kind: 'menu', title: `Sort the ${title.toLowerCase()} by`, items, index } };
}

/** The menu of columns as things stand, at the place where it was. */
export function columnsMenu(state: AppState): AppState {
  const { columns, title } = viewNamed(state.viewId);
  const items = columns.map((column): MenuItem => {
    const shown = isShown(state, column);
    const choice = { kind: 'choose-column', column: column.id, isShown: !shown } as const;
    return { label: `${shown ? '[x]' : '[ ]'} ${column.title}`, note: '', choice, stays: true };
  });
  const index = state.dialog?.kind === 'menu' ? state.dialog.index : 0;
  const dialog: Menu = { kind: 'menu', title: `Columns of the ${title.toLowerCase()}`, items, index };
  return { ...state, dialog };
}

function groupMenu(state: AppState): Transition {
  const view = viewNamed(state.viewId);
  const counts = new Map<string, number>();
  for (const item of view.items(state) ?? []) {
    for (const key of Object.keys(view.labelsOf?.(item) ?? {})) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  if (counts.size === 0) return flash(state, 'warning', `no ${view.noun[0]} has a label to group by`);
  const items = [...counts].map(([key, count]): MenuItem => {
    const has = `${count} ${view.noun[count === 1 ? 0 : 1]}`;
    return { label: key, note: has, choice: { kind: 'group', label: key } };
  });
  items.unshift({ label: 'no groups', note: '', choice: { kind: 'group', label: undefined } });
  const index = Math.max(
    0,
    items.findIndex(({ label }) => label === state.groupBy),
  );
  return to({ ...state, dialog: { kind: 'menu', title: `Group the ${view.title.toLowerCase()} by`, items, index } });
}

function mark(state: AppState): Transition {
  const { selectedId } = state;
  if (selectedId === undefined) return to(state);
  const marks = new Set(state.marks);
  if (!marks.delete(selectedId)) marks.add(selectedId);
  return moveSelection({ ...state, marks }, 'down');
}

/** The first v begins a range, the second keeps what it reached. */
function markRange(state: AppState): Transition {
  if (state.rangeFrom === undefined) return to({ ...state, rangeFrom: state.selectedId });
  return to({ ...state, marks: markedIds(state), rangeFrom: undefined });
}

function markAll(state: AppState): Transition {
  const ids = state.visible.flatMap(({ id, heading }) => (heading === undefined ? [id] : []));
  const marks = new Set(ids.every((id) => state.marks.has(id)) ? [] : ids);
  return to({ ...state, marks, rangeFrom: undefined });
}

export const listActions = {
  mark,
  'mark-range': markRange,
  'mark-all': markAll,
  sort: (state: AppState) => to(sortMenu(state)),
  columns: (state: AppState) => to(columnsMenu(state)),
  group: groupMenu,
};
