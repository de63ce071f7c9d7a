import type { AppState } from '../state/app-state.ts';
import { markedIds } from '../state/marks.ts';
import type { TablePainter } from '../table/table-painter.ts';
import type { TableColumn } from '../table/table-row.ts';
import type { Theme } from '../theme/theme.ts';
import { ListRows } from './list-rows.ts';
import { isSame } from './model-feed.ts';

/** Keeps the table surface as the state says, past React: a moved selection repaints two rows. */
export class ListView {
  readonly #painter: TablePainter;
  readonly #rows: ListRows;
  #shown: AppState | undefined;
  #columns: readonly TableColumn[] = [];

  constructor(painter: TablePainter, theme: Theme) {
    this.#painter = painter;
    this.#rows = new ListRows(theme);
  }

  take(state: AppState): void {
    const shown = this.#shown;
    this.#shown = state;
    if (!isSameList(shown, state)) this.#show(state);
    if (shown?.marks !== state.marks || state.rangeFrom !== undefined || shown.rangeFrom !== undefined) {
      this.#painter.setMarks(markedIds(state));
    }
    if (state.selectedId !== undefined) this.#painter.select(state.selectedId);
    this.#painter.setFocused(state.focus === 'list' && state.dialog === undefined);
  }

  #show(state: AppState): void {
    const { columns, rows } = this.#rows.table(state);
    if (!isSame(columns, this.#columns)) this.#painter.setColumns(columns);
    this.#columns = columns;
    this.#painter.setRows(rows);
  }
}

function isSameList(shown: AppState | undefined, state: AppState): boolean {
  return (
    shown?.visible === state.visible &&
    shown.nowMs === state.nowMs &&
    shown.operations === state.operations &&
    shown.usage === state.usage &&
    shown.columnChoices === state.columnChoices &&
    shown.sort === state.sort
  );
}
