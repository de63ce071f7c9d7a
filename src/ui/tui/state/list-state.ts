import { emptyTextField, type TextField } from './text-field.ts';

/** How the list of a view is looked at. Every view has its own. */
export interface ListState {
  readonly selectedId: string | undefined;
  readonly filter: TextField;
  /** Undefined: in the view's usual order. */
  readonly sort: { readonly column: string; readonly isDescending: boolean } | undefined;
  /** What was chosen against the view's own mind, by the column's id. */
  readonly columnChoices: ReadonlyMap<string, boolean>;
  /** The label whose values make the groups. */
  readonly groupBy: string | undefined;
  readonly marks: ReadonlySet<string>;
  /** Where a range of marks was begun; it reaches to the selected item. */
  readonly rangeFrom: string | undefined;
}

/** A row of the list: an item, or the heading of a group. */
export interface ListEntry {
  readonly id: string;
  readonly item: unknown;
  readonly heading?: string;
}

export const emptyListState: ListState = {
  selectedId: undefined,
  filter: emptyTextField,
  sort: undefined,
  columnChoices: new Map(),
  groupBy: undefined,
  marks: new Set(),
  rangeFrom: undefined,
};

/** The part of a larger state that is the list's. */
export function listStateOf(state: ListState): ListState {
  const { selectedId, filter, sort, columnChoices, groupBy, marks, rangeFrom } = state;
  return { selectedId, filter, sort, columnChoices, groupBy, marks, rangeFrom };
}
