import type { AppState } from './app-state.ts';

/** The items of a view that were read from the engine. */
export interface Fetched {
  /** Undefined until they have come. */
  readonly items: readonly unknown[] | undefined;
  /** Why they could not be read. */
  readonly problem: { readonly text: string; readonly hint: string | undefined } | undefined;
  readonly isOnTheWay: boolean;
}

export const notFetched: Fetched = { items: undefined, problem: undefined, isOnTheWay: false };

/** What the view's own `fetch` gave, of the type it gave. */
export function fetchedItems<Item>(
  { fetched }: Pick<AppState, 'fetched'>,
  viewId: string,
): readonly Item[] | undefined {
  return fetched.get(viewId)?.items as readonly Item[] | undefined;
}
