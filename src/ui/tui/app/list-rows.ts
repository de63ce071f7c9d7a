import type { ContainerStats } from '../../../core/api/index.ts';
import { ageText } from '../../words/age.ts';
import type { Operation } from '../operations/operation.ts';
import type { AppState } from '../state/app-state.ts';
import { isShown } from '../state/list-actions.ts';
import type { ListEntry } from '../state/list-state.ts';
import { pendingOperation } from '../state/selectors.ts';
import type { TableCell, TableColumn, TableRow } from '../table/table-row.ts';
import { sgrStyle } from '../theme/sgr-style.ts';
import type { Theme } from '../theme/theme.ts';
import { viewNamed } from '../views/registry.ts';
import type { View, ViewColumn } from '../views/view.ts';

interface CachedRow {
  readonly item: unknown;
  readonly age: string;
  readonly pending: Operation | undefined;
  readonly usage: ContainerStats | undefined;
  readonly row: TableRow;
}

/** The table of a view's list. */
export interface ListTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** Makes the table. A row whose words are as before is the same object, so that nobody looks at it again. */
export class ListRows {
  readonly #theme: Theme;
  #view: View<unknown> | undefined;
  #columnIds = '';
  #cache: ReadonlyMap<string, CachedRow> = new Map();

  constructor(theme: Theme) {
    this.#theme = theme;
  }

  table(state: AppState): ListTable {
    const view = viewNamed(state.viewId);
    const shown = view.columns.filter((column) => isShown(state, column) && hasUse(state, column));
    const columnIds = shown.map(({ id }) => id).join(' ');
    if (view !== this.#view || columnIds !== this.#columnIds) this.#cache = new Map();
    this.#view = view;
    this.#columnIds = columnIds;
    const rows = this.#rows(state, view, shown);
    return { columns: shown.map((column, place) => tableColumn(column, place, rows, state.sort)), rows };
  }

  #rows(state: AppState, view: View<unknown>, columns: readonly ViewColumn<unknown>[]): readonly TableRow[] {
    const cache = new Map<string, CachedRow>();
    const needsUsage = columns.some((column) => column.needsUsage);
    for (const entry of state.visible) {
      const since = entry.heading === undefined ? view.ageSince?.(entry.item) : undefined;
      const age = since === undefined ? '' : ageText(since, state.nowMs);
      const pending = state.operations.size === 0 ? undefined : pendingOperation(state, entry.id);
      const old = this.#cache.get(entry.id);
      const item = entry.heading ?? entry.item;
      const usage = needsUsage ? state.usage.get(entry.id) : undefined;
      const isCurrent =
        old !== undefined && old.item === item && old.age === age && old.pending === pending && old.usage === usage;
      const history = usage && state.histories.get(entry.id);
      const context = { nowMs: state.nowMs, isForEars: state.isForEars, pending, usage, history };
      cache.set(entry.id, isCurrent ? old : { item, age, pending, usage, row: this.#row(entry, columns, context) });
    }
    this.#cache = cache;
    return Array.from(cache.values(), ({ row }) => row);
  }

  #row(
    { id, item, heading }: ListEntry,
    columns: readonly ViewColumn<unknown>[],
    context: Parameters<ViewColumn<unknown>['cell']>[1],
  ): TableRow {
    if (heading !== undefined) {
      return { id, cells: [heading], style: sgrStyle(this.#theme.heading), selectable: false, isHeading: true };
    }
    const cells = columns.map((column): string | TableCell => {
      const cell = column.cell(item, context);
      return typeof cell === 'string' ? cell : { text: cell.text, style: sgrStyle(this.#theme[cell.as]) };
    });
    return { id, cells };
  }
}

function hasUse({ columnChoices, visible }: AppState, column: ViewColumn<unknown>): boolean {
  if (!column.isUsed || columnChoices.has(column.id)) return true;
  return visible.some(({ item, heading }) => heading === undefined && column.isUsed?.(item));
}

function cellText(cell: TableRow['cells'][number] | undefined): string {
  return typeof cell === 'object' ? cell.text : (cell ?? '');
}

function tableColumn(
  column: ViewColumn<unknown>,
  place: number,
  rows: readonly TableRow[],
  sort: AppState['sort'],
): TableColumn {
  const { id, title, align, dispensable } = column;
  const arrow = sort?.column !== id ? '' : sort.isDescending ? '↓' : '↑';
  return {
    title: title.toUpperCase() + arrow,
    width: tableWidth(column, place, rows, arrow.length),
    ...(align && { align }),
    ...(dispensable !== undefined && { dispensable }),
  };
}

function tableWidth(
  { width, title }: ViewColumn<unknown>,
  place: number,
  rows: readonly TableRow[],
  arrowCells: number,
): TableColumn['width'] {
  if (typeof width === 'number') return Math.max(width, title.length + arrowCells);
  if (!('most' in width)) return { min: Math.max(width.least, title.length + arrowCells), weight: width.weight };
  const { least, most, shrunk, weight = 0 } = width;
  const longest = rows.reduce(
    (cells, row) => (row.isHeading ? cells : Math.max(cells, cellText(row.cells[place]).length)),
    Math.max(least, title.length + arrowCells),
  );
  const needed = Math.min(longest, most);
  return shrunk === undefined ? needed : { min: Math.min(needed, shrunk), max: needed, weight };
}
