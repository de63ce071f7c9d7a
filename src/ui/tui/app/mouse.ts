import type { Hit } from '../compositor/compositor.ts';
import type { MouseEvent } from '../input/event.ts';
import type { LogPainter } from '../log/log-painter.ts';
import type { ClickTarget } from '../state/click.ts';
import type { Effect } from '../state/effect.ts';
import type { Painter } from '../surface/painter.ts';
import type { TablePainter } from '../table/table-painter.ts';
import type { Dispatch } from './store.ts';

export interface MouseOptions {
  readonly list: TablePainter;
  readonly log: LogPainter;
  /** Tables beside the list: a click selects their rows. */
  readonly tables: readonly TablePainter[];
  /** The last events: a click shows all. */
  readonly strip: Painter;
  /** Scrolls the terminal that the painter is; false when it is none. */
  readonly scrollTerminal: (painter: Painter, rows: number) => boolean;
  /** Moves in the document or table beside the list. */
  readonly moveDetail: (change: Extract<Effect, { readonly kind: 'detail' }>['change']) => void;
  /** Which session the painter draws; undefined when it is none. */
  readonly paneOf: (painter: Painter) => number | undefined;
  readonly hasDialog: boolean;
  /** What Ink drew there. */
  readonly targetAt: (x: number, y: number) => ClickTarget | undefined;
  readonly dispatch: Dispatch;
}

const wheelRows = 3;

/** Clicks focus, select and do what is written under them; the wheel scrolls what is under it, or the dialog. */
export function handleMouse(event: MouseEvent, hit: Hit | undefined, options: MouseOptions): void {
  const { hasDialog, dispatch, targetAt } = options;
  const direction = { 'wheel-up': -1, 'wheel-down': 1 }[event.action as string];
  if (direction !== undefined) {
    if (hasDialog) dispatch({ kind: 'wheel', motion: direction < 0 ? 'up' : 'down' });
    else if (hit) scroll(hit.painter, direction, options);
    return;
  }
  if (event.action !== 'press' || event.button !== 'left') return;
  const target = targetAt(event.x, event.y);
  if (target) dispatch({ kind: 'clicked', target });
  else if (hit && !hasDialog) click(hit, options);
}

function scroll(painter: Painter, direction: number, options: MouseOptions): void {
  const { list, log, scrollTerminal, moveDetail, dispatch } = options;
  const motion = direction < 0 ? 'up' : 'down';
  if (painter === list) dispatch({ kind: 'wheel', motion });
  else if (painter === log) log.scroll(direction * wheelRows);
  else if (!scrollTerminal(painter, direction * wheelRows)) moveDetail({ kind: 'move', motion });
}

function click({ painter, y }: Hit, { list, tables, strip, paneOf, dispatch }: MouseOptions): void {
  if (painter === strip) {
    dispatch({ kind: 'clicked', target: { kind: 'view', viewId: 'events' } });
    return;
  }
  if (painter === list) {
    const row = list.rowAt(y);
    dispatch(row ? { kind: 'selected', itemId: row.id } : { kind: 'focused', focus: 'list' });
    return;
  }
  const table = tables.find((candidate) => candidate === painter);
  const row = table?.rowAt(y);
  if (row) table?.select(row.id);
  const paneId = paneOf(painter);
  dispatch({ kind: 'focused', focus: paneId === undefined ? 'detail' : 'session', paneId });
}
