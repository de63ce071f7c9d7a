import type { View } from '../views/view.ts';
import type { AppState } from './app-state.ts';
import { parseListFilter } from './list-filter.ts';
import type { ListEntry, ListState } from './list-state.ts';

/** What containers take of the machine, by id, and how that came about. */
type Measured = Pick<AppState, 'usage' | 'histories'>;

/** What comes last among the headings: items without the label. */
const withoutLabel = '';

/** The rows of a view's list: its items through the filter, in their order and groups. */
export function listEntries(
  view: View<unknown>,
  items: readonly unknown[],
  list: ListState,
  { usage, histories }: Measured,
): readonly ListEntry[] {
  const shown = sorted(view, filtered(view, items, list.filter.text), list.sort, { usage, histories });
  const entries = shown.map((item): ListEntry => ({ id: view.idOf(item), item }));
  return list.groupBy === undefined ? entries : grouped(view, entries, list.groupBy);
}

/** A filter that cannot be read leaves everything in sight; the list says what is wrong with it. */
function filtered(view: View<unknown>, items: readonly unknown[], text: string): readonly unknown[] {
  if (text.trim() === '') return items;
  const filter = parseListFilter(text, filterFields(view, items));
  if (!filter.ok) return items;
  return items.filter((item) => filter.matches({ fields: view.fieldsOf(item), labels: view.labelsOf?.(item) ?? {} }));
}

/** The fields that a filter can name. */
export function filterFields(view: View<unknown>, items: readonly unknown[]): readonly string[] {
  return items.length === 0 ? [] : Object.keys(view.fieldsOf(items[0]));
}

type SortKey = string | number | bigint;

function compare(a: SortKey, b: SortKey): number {
  if (typeof a === 'string' && typeof b === 'string') return naturalCompare(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `web-2` before `web-10`. Without Intl, whose collator takes 10 ms to load: digits by value, the rest by code unit. */
function naturalCompare(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [one = '', other = ''] = [left[index], right[index]];
    if (one === other) continue;
    const difference = Number(one) - Number(other);
    if (!Number.isNaN(difference) && difference !== 0) return difference;
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
}

function sorted(
  view: View<unknown>,
  items: readonly unknown[],
  sort: ListState['sort'],
  { usage: usages, histories }: Measured,
): readonly unknown[] {
  const column = view.columns.find(({ id }) => id === sort?.column);
  if (!sort || !column) return items;
  const keyed = items.map((item): readonly [SortKey, unknown] => {
    const usage = usages.get(view.idOf(item));
    const history = usage && histories.get(view.idOf(item));
    if (column.sortKey) return [column.sortKey(item, usage, history), item];
    const cell = column.cell(item, { nowMs: 0, isForEars: false, pending: undefined, usage, history });
    return [typeof cell === 'string' ? cell : cell.text, item];
  });
  const direction = sort.isDescending ? -1 : 1;
  // The order of equals stays, so that rows do not jump.
  return keyed.toSorted(([a], [b]) => direction * compare(a, b)).map(([, item]) => item);
}

function grouped(view: View<unknown>, entries: readonly ListEntry[], key: string): readonly ListEntry[] {
  const groups = new Map<string, ListEntry[]>();
  for (const entry of entries) {
    const value = view.labelsOf?.(entry.item)[key] ?? withoutLabel;
    const members = groups.get(value);
    if (members) members.push(entry);
    else groups.set(value, [entry]);
  }
  const names = [...groups.keys()].toSorted((a, b) =>
    a === withoutLabel ? 1 : b === withoutLabel ? -1 : naturalCompare(a, b),
  );
  return names.flatMap((name) => {
    const members = groups.get(name) ?? [];
    const heading = name === withoutLabel ? `without ${key} (${members.length})` : `${key}=${name} (${members.length})`;
    return [{ id: `group ${name}`, item: undefined, heading }, ...members];
  });
}
