import type { AppState } from '../state/app-state.ts';
import type { TablePainter } from '../table/table-painter.ts';
import type { TableColumn, TableRow } from '../table/table-row.ts';
import type { Theme } from '../theme/theme.ts';
import { ContainerRows, containerColumns } from './container-rows.ts';
import { isSame } from './model-feed.ts';

/** Keeps the table surface as the state says, past React: a moved selection repaints two rows. */
export class ListView {
  readonly #painter: TablePainter;
  readonly #rows: ContainerRows;
  #shown: AppState | undefined;
  #columns: readonly TableColumn[] = [];

  constructor(painter: TablePainter, theme: Theme) {
    this.#painter = painter;
    this.#rows = new ContainerRows(theme);
  }

  take(state: AppState): void {
    const shown = this.#shown;
    this.#shown = state;
    const isSameData =
      shown?.visible === state.visible && shown.nowMs === state.nowMs && shown.operations === state.operations;
    if (!isSameData) this.#show(this.#rows.rows(state));
    if (state.selectedId !== undefined) this.#painter.select(state.selectedId);
    this.#painter.setFocused(state.focus === 'list' && state.dialog === undefined);
  }

  #show(rows: readonly TableRow[]): void {
    const columns = containerColumns(rows);
    if (!isSame(columns, this.#columns)) this.#painter.setColumns(columns);
    this.#columns = columns;
    this.#painter.setRows(rows);
  }
}
