import type { AppState } from '../state/app-state.ts';
import type { Motion } from '../state/effect.ts';

/** Lines of a page that fit beside its frame and the bars of the screen. */
export function pageRows({ size }: Pick<AppState, 'size'>): number {
  return Math.max(1, size.rows - 4);
}

/** Cells of a page's frame and the blanks beside it. */
const besidePage = 4;
export const mostPageColumns = 110;

/** Cells of a line of a page. */
export function pageColumns({ size }: Pick<AppState, 'size'>): number {
  return Math.max(1, Math.min(mostPageColumns, size.columns) - besidePage);
}

/** The first line that is shown of `lineCount` after a motion from `top`. */
export function movedTop(state: Pick<AppState, 'size'>, lineCount: number, top: number, motion: Motion): number {
  const page = pageRows(state);
  const last = Math.max(0, lineCount - page);
  const from = Math.min(top, last);
  const wanted = {
    up: from - 1,
    down: from + 1,
    'page-up': from - page,
    'page-down': from + page,
    first: 0,
    last,
  }[motion];
  return Math.max(0, Math.min(last, wanted));
}
