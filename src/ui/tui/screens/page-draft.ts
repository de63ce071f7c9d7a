import type { ClickTarget } from '../state/click.ts';
import type { PageLine } from './page-lines.ts';

/** What a dialog shows, before it is known how much room there is. */
export interface Draft {
  readonly title: string;
  readonly badge: string;
  readonly lines: readonly PageLine[];
  /** What clicks mean, in cells of the lines. */
  readonly targets?: readonly PageTarget[];
  /** The line to be seen where there is no room for all. */
  readonly mainLine?: number;
}

export interface PageTarget {
  readonly line: number;
  readonly from: number;
  /** Up to, without it. */
  readonly to: number;
  readonly target: ClickTarget;
}

/** A line, and what a click on it means. */
export interface Row {
  readonly line: PageLine;
  readonly target?: ClickTarget;
}

export const plain = (text: string): PageLine => [{ text, as: 'plain' }];
export const blank: PageLine = [];

/** The lines of the rows, and the targets of those that have one. */
export function fromRows(rows: readonly Row[], width: number): Pick<Draft, 'lines' | 'targets'> {
  const targets = rows.flatMap(({ target }, line) => (target ? [{ line, from: 0, to: width, target }] : []));
  return { lines: rows.map(({ line }) => line), targets };
}
