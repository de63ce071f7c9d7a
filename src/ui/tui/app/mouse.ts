import type { Hit } from '../compositor/compositor.ts';
import type { MouseEvent } from '../input/event.ts';
import type { LogPainter } from '../log/log-painter.ts';
import type { Painter } from '../surface/painter.ts';
import type { TablePainter } from '../table/table-painter.ts';
import type { Dispatch } from './store.ts';

export interface MouseOptions {
  readonly list: TablePainter;
  readonly log: LogPainter;
  /** Scrolls the terminal that the painter is, if it is one. */
  readonly scrollTerminal: (painter: Painter, rows: number) => void;
  /** Which session the painter draws; undefined when it is none. */
  readonly paneOf: (painter: Painter) => number | undefined;
  readonly dispatch: Dispatch;
}

const wheelRows = 3;

/** Clicks focus and select, the wheel scrolls what is under it. */
export function handleMouse(event: MouseEvent, hit: Hit | undefined, options: MouseOptions): void {
  if (!hit) return;
  const direction = { 'wheel-up': -1, 'wheel-down': 1 }[event.action as string];
  if (direction !== undefined) scroll(hit.painter, direction, options);
  else if (event.action === 'press' && event.button === 'left') click(hit, options);
}

function scroll(painter: Painter, direction: number, { list, log, scrollTerminal, dispatch }: MouseOptions): void {
  if (painter === list) dispatch({ kind: 'wheel', motion: direction < 0 ? 'up' : 'down' });
  else if (painter === log) log.scroll(direction * wheelRows);
  else scrollTerminal(painter, direction * wheelRows);
}

function click({ painter, y }: Hit, { list, paneOf, dispatch }: MouseOptions): void {
  if (painter === list) {
    const row = list.rowAt(y);
    dispatch(row ? { kind: 'selected', itemId: row.id } : { kind: 'focused', focus: 'list' });
    return;
  }
  const paneId = paneOf(painter);
  dispatch({ kind: 'focused', focus: paneId === undefined ? 'detail' : 'session', paneId });
}
