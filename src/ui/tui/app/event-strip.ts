import { clockText } from '../present/time-text.ts';
import type { AppState } from '../state/app-state.ts';
import { TablePainter } from '../table/table-painter.ts';
import type { TableColumn, TableRow } from '../table/table-row.ts';
import { tableTheme } from '../theme/painter-themes.ts';
import { sgrStyle } from '../theme/sgr-style.ts';
import type { Theme } from '../theme/theme.ts';
import type { EventEntry } from '../views/events/event-entry.ts';

const columns: readonly TableColumn[] = [
  { title: '', width: 8 },
  { title: '', width: 9 },
  { title: '', width: 10 },
  { title: '', width: { min: 5, max: 32, weight: 1 } },
  { title: '', width: { min: 6, weight: 3 } },
];

/** Rows of the strip on the screen. */
const shownEvents = 3;

/** Keeps the strip of the last events, newest first. */
export class EventStrip {
  readonly painter: TablePainter;
  readonly #theme: Theme;
  #events: AppState['events'] = [];

  constructor(theme: Theme) {
    this.#theme = theme;
    this.painter = new TablePainter(tableTheme(theme));
    this.painter.setColumns(columns);
  }

  take({ events }: AppState): void {
    if (events === this.#events) return;
    this.#events = events;
    this.painter.setRows(events.slice(0, shownEvents).map((entry) => this.#row(entry)));
  }

  #row({ id, at, kind, type, about, note }: EventEntry): TableRow {
    const time = { text: clockText(at), style: sgrStyle(this.#theme.timestamp) };
    return {
      id,
      cells: [time, kind, type, about, { text: note, style: sgrStyle(this.#theme.faint) }],
      selectable: false,
    };
  }
}
