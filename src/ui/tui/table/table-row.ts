import type { Style } from '../../text/style.ts';

/** Text of others may be given as it is: the table makes it harmless and cuts it. */
export interface TableCell {
  readonly text: string;
  readonly style?: Style;
}

export interface TableRow {
  /** The selection and the marks follow it. Unique. */
  readonly id: string;
  /** One per column, in the order of the columns. A plain string takes the row's style. */
  readonly cells: readonly (string | TableCell)[];
  readonly style?: Style;
  /** False for a heading of a group: the selection steps over it. */
  readonly selectable?: boolean;
  /** Its first cell takes the whole width. */
  readonly isHeading?: boolean;
}

export interface TableColumn {
  readonly title: string;
  /** Cells: always so many, or at least `min` (and at most `max`) plus a share of what is left by `weight`. */
  readonly width: number | { readonly min: number; readonly max?: number; readonly weight: number };
  readonly align?: 'left' | 'right';
  /** Columns that do not fit are left out, those with the highest number first. 0 (the default) always stays. */
  readonly dispensable?: number;
}

export interface TableTheme {
  readonly header: Style;
  /** The selected row while the table has the focus, and while it has not. */
  readonly selected: Style;
  readonly selectedBlurred: Style;
  readonly marked: Style;
}
