import type { ContainerEngine } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { msToNextAge } from '../../words/age.ts';
import type { DocumentPainter } from '../document/document-painter.ts';
import { withReadableTimes } from '../present/document-times.ts';
import type { AppState } from '../state/app-state.ts';
import type { DetailChange, Motion } from '../state/effect.ts';
import { tabInFront } from '../state/tabs.ts';
import type { TablePainter } from '../table/table-painter.ts';
import type { ViewTab } from '../views/view.ts';
import type { SlowWork } from './slow-work.ts';

export interface DetailFeedOptions {
  readonly engine: () => ContainerEngine;
  readonly slowWork: SlowWork;
  readonly nowMs: () => number;
  readonly document: DocumentPainter;
  readonly table: TablePainter;
  /** The files of a container: another feed fills it, its keys come here like those of every table. */
  readonly files: TablePainter;
}

/** setTimeout knows no more. */
const longestTimerMs = 2 ** 31;

/** Feeds the surfaces of documents and tables with what the tab in front says of the item, past React and the state. */
export class DetailFeed {
  readonly #options: DetailFeedOptions;
  #shown: { readonly key: string; readonly item: unknown; readonly isConnected: boolean } | undefined;
  #surface: ViewTab<unknown>['surface'] = 'log';
  #again: NodeJS.Timeout | undefined;
  #turn = 0;

  constructor(options: DetailFeedOptions) {
    this.#options = options;
  }

  take(state: AppState): void {
    const tab = tabInFront(state);
    const { document, table } = this.#options;
    const isFocused = state.focus === 'detail' && state.dialog === undefined;
    document.setFocused(isFocused);
    table.setFocused(isFocused);
    this.#surface = tab.surface;
    const item = state.visible.find(({ id }) => id === state.detailId)?.item;
    const key = `${state.viewId} ${tab.id} ${state.detailId}`;
    const isConnected = state.connection.kind === 'connected';
    const shown = this.#shown;
    if (shown?.key === key && shown.item === item && shown.isConnected === isConnected) return;
    this.#shown = { key, item, isConnected };
    this.stop();
    if (shown?.key !== key) this.#reset(tab);
    if (item !== undefined && isConnected) void this.#load(tab, item);
  }

  /** Nothing is read again. */
  stop(): void {
    this.#turn++;
    clearTimeout(this.#again);
  }

  change(change: DetailChange): void {
    const { document, table } = this.#options;
    switch (change.kind) {
      case 'move':
        if (this.#surface === 'table') moveTable(table, change.motion);
        else if (this.#surface === 'files') moveTable(this.#options.files, change.motion);
        else moveDocument(document, change.motion);
        break;
      case 'fold':
        document.fold();
        break;
      case 'search':
        document.search(change.text);
        break;
      case 'step':
        document.step(change.direction);
    }
  }

  #reset(tab: ViewTab<unknown>): void {
    const { document, table } = this.#options;
    document.reset();
    table.setRows([]);
    table.setPlaceholder('');
    if (tab.table) table.setColumns(tab.table.columns);
  }

  async #load(tab: ViewTab<unknown>, item: unknown): Promise<void> {
    const { engine, document, table, slowWork } = this.#options;
    const turn = this.#turn;
    try {
      const reading = Promise.all([tab.table?.read(engine(), item), tab.load?.(engine(), item)]);
      const [rows, value] = await slowWork.during(`reading ${tab.title.toLowerCase()}`, reading);
      if (turn !== this.#turn) return;
      if (rows) table.setRows(rows);
      if (rows?.length === 0) table.setPlaceholder(tab.table?.whenEmpty ?? '');
      if (value !== undefined) this.#show(value);
    } catch (error) {
      if (turn !== this.#turn) return;
      const { message } = ConmanError.from(error);
      document.setMessage(message);
      table.setRows([]);
      table.setPlaceholder(message);
    }
    const everyMs = tab.table?.everyMs;
    if (everyMs !== undefined) this.#again = setTimeout(() => void this.#load(tab, item), everyMs);
  }

  /** Ages in the document go on. */
  #show(document: unknown): void {
    const nowMs = this.#options.nowMs();
    const { value, times } = withReadableTimes(document, nowMs);
    this.#options.document.setValue(value);
    const nextMs = msToNextAge(times, nowMs);
    if (nextMs < longestTimerMs) this.#again = setTimeout(() => this.#show(document), nextMs);
  }
}

function moveTable(table: TablePainter, motion: Motion): void {
  switch (motion) {
    case 'up':
    case 'down':
      table.moveSelection(motion === 'up' ? -1 : 1);
      break;
    case 'page-up':
    case 'page-down':
      table.pageSelection(motion === 'page-up' ? -1 : 1);
      break;
    case 'first':
      table.selectFirst();
      break;
    case 'last':
      table.selectLast();
  }
}

function moveDocument(painter: DocumentPainter, motion: Motion): void {
  switch (motion) {
    case 'up':
    case 'down':
      painter.move(motion === 'up' ? -1 : 1);
      break;
    case 'page-up':
    case 'page-down':
      painter.page(motion === 'page-up' ? -1 : 1);
      break;
    case 'first':
      painter.toStart();
      break;
    case 'last':
      painter.toEnd();
  }
}
