import { viewNamed } from '../views/registry.ts';
import type { AppState } from './app-state.ts';
import { emptyCreateForm, textFields } from './create-form.ts';
import { emptyListState, type ListState, listStateOf } from './list-state.ts';
import { refresh } from './selection.ts';
import { textField } from './text-field.ts';
import { andThen, type Transition } from './transition.ts';
import { showView } from './views.ts';

/** How somebody likes the screen, as it is kept from run to run: plain JSON values. */
export interface Layout {
  readonly viewId: string;
  /** The tab of the details, by view. */
  readonly tabs: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, ListLayout>>;
  /** What the list has of the width and sessions of the height, from 0 to 1; null: as it usually is. */
  readonly shares?: { readonly list: number | null; readonly session: number | null } | undefined;
  /** What was created last, field by field. */
  readonly form: { readonly texts: Readonly<Record<string, string>>; readonly tty: boolean } | null;
}

interface ListLayout {
  readonly sort: NonNullable<ListState['sort']> | null;
  readonly columns: Readonly<Record<string, boolean>>;
  readonly groupBy: string | null;
}

export function layoutOf(state: AppState): Layout {
  const lists = new Map(state.otherLists).set(state.viewId, listStateOf(state));
  const { lastForm } = state;
  return {
    viewId: state.viewId,
    tabs: Object.fromEntries(state.tabIds),
    lists: Object.fromEntries(Array.from(lists, ([id, list]) => [id, listLayout(list)])),
    shares: { list: state.shares.list ?? null, session: state.shares.session ?? null },
    form: lastForm
      ? {
          texts: Object.fromEntries(
            textFields.filter((field) => field !== 'name').map((field) => [field, lastForm[field].text]),
          ),
          tty: lastForm.tty,
        }
      : null,
  };
}

function listLayout({ sort, columnChoices, groupBy }: ListState): ListLayout {
  return { sort: sort ?? null, columns: Object.fromEntries(columnChoices), groupBy: groupBy ?? null };
}

/** The screen as it was left. What the user has done meanwhile stays: nothing is taken out of their hands. */
export function withLayout(state: AppState, layout: Layout): Transition {
  const otherLists = new Map(
    Object.entries(layout.lists).map(([id, { sort, columns, groupBy }]): [string, ListState] => [
      id,
      {
        ...emptyListState,
        sort: sort ?? undefined,
        columnChoices: new Map(Object.entries(columns)),
        groupBy: groupBy ?? undefined,
      },
    ]),
  );
  const here = otherLists.get(state.viewId);
  const next: AppState = {
    ...state,
    ...(here && { sort: here.sort, columnChoices: here.columnChoices, groupBy: here.groupBy }),
    otherLists,
    tabIds: new Map(Object.entries(layout.tabs)),
    shares: { list: layout.shares?.list ?? undefined, session: layout.shares?.session ?? undefined },
    lastForm: layout.form ? formOf(layout.form) : undefined,
  };
  const shown = refresh(next);
  const isKnown = viewNamed(layout.viewId).id === layout.viewId;
  return isKnown ? andThen(shown, (after) => showView(after, layout.viewId)) : shown;
}

function formOf({ texts, tty }: NonNullable<Layout['form']>): AppState['lastForm'] {
  const fields = textFields.map((field) => [field, textField(texts[field] ?? '')]);
  return { ...emptyCreateForm, ...Object.fromEntries(fields), tty };
}
