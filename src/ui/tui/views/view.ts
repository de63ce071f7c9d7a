import type { ContainerEngine, ContainerStats, EngineEvent } from '../../../core/api/index.ts';
import type { CoreBinding, ViewBinding } from '../keys/binding.ts';
import type { Operation } from '../operations/operation.ts';
import type { Fact } from '../present/fact.ts';
import type { AppState } from '../state/app-state.ts';
import type { StatsHistory } from '../stats/stats-history.ts';
import type { TableColumn, TableRow } from '../table/table-row.ts';
import type { Token } from '../theme/theme.ts';

/** What a cell may depend on beside its item. */
export interface CellContext {
  readonly nowMs: number;
  /** Words for symbols: the screen is heard. */
  readonly isForEars: boolean;
  /** What is being done to the item right now. */
  readonly pending: Operation | undefined;
  /** What a container takes of the machine, for columns that need it. */
  readonly usage: ContainerStats | undefined;
  /** How that came about; undefined where there is no usage. */
  readonly history: StatsHistory | undefined;
}

export type Cell = string | { readonly text: string; readonly as: Token };

/**
 * Cells of the screen for a column: always so many; as many as the longest text needs between `least` and `most`, of
 * which it gives up all but `shrunk` when there is no room, and gets a share of what is left by `weight`; or `least` and
 * a share.
 */
export type ColumnWidth =
  | number
  | { readonly least: number; readonly most: number; readonly shrunk?: number; readonly weight?: number }
  | { readonly least: number; readonly weight: number };

/** A column of a view's list. */
export interface ViewColumn<Item> {
  /** In lower case; also the name under which the column is sorted, chosen and remembered. */
  readonly id: string;
  /** In words, for the menus. */
  readonly title: string;
  readonly width: ColumnWidth;
  readonly align?: 'left' | 'right';
  /** Columns that do not fit are left out, those with the highest number first. 0 (the default) always stays. */
  readonly dispensable?: number;
  /** Whether any item has something to show in it; a column without is left out unless it was chosen. */
  isUsed?(item: Item): boolean;
  /** Not shown until somebody chooses it. */
  readonly isOptional?: boolean;
  cell(item: Item, context: CellContext): Cell;
  /** What the list is sorted by; its text when absent. */
  sortKey?(item: Item, usage: ContainerStats | undefined, history: StatsHistory | undefined): string | number | bigint;
  /** Its cells need what the container takes of the machine, which is read only while it is shown. */
  readonly needsUsage?: boolean;
}

export type TabSurface = 'log' | 'document' | 'table' | 'stats' | 'files';

/** A side of an item beside the list. */
export interface ViewTab<Item> {
  readonly id: string;
  readonly title: string;
  /** What draws it. */
  readonly surface: TabSurface;
  /** For a document: what is shown, as plain JSON values. Asked again when the item has changed. */
  load?(engine: ContainerEngine, item: Item): Promise<unknown>;
  readonly table?: {
    readonly columns: readonly TableColumn[];
    readonly whenEmpty: string;
    /** Read again so often while it is in front; else only when the item has changed. */
    readonly everyMs?: number;
    read(engine: ContainerEngine, item: Item): Promise<readonly TableRow[]>;
  };
}

/**
 * One kind of thing on the screen: a list, what can be done with its items, and what is told of one of them. Each has a
 * folder of its own and a line in `registry.ts`; the list, its keys, the help, the palette, the menus and docs/keys.md
 * follow from it.
 */
export interface View<Item> {
  /** Also the context of its keys. */
  readonly id: string;
  /** In the plural: `Images`. */
  readonly title: string;
  /** One and several of them, for messages. */
  readonly noun: readonly [singular: string, plural: string];
  readonly columns: readonly ViewColumn<Item>[];
  readonly bindings: readonly (CoreBinding | ViewBinding<Item>)[];
  readonly tabs: readonly [ViewTab<Item>, ...ViewTab<Item>[]];
  /** In their usual order; undefined until they are known. */
  items(state: AppState): readonly Item[] | undefined;
  idOf(item: Item): string;
  nameOf(item: Item): string;
  /** What `field:value` of a filter looks at, by field. */
  fieldsOf(item: Item): Readonly<Record<string, string>>;
  labelsOf?(item: Item): Readonly<Record<string, string>>;
  /** When what its age counts from began; undefined when it has none. */
  ageSince?(item: Item): bigint | undefined;
  /** Lines above what the tab shows. */
  factsOf?(item: Item): readonly Fact[];
  /** Words for a list without items: a headline, then what to press. */
  readonly whenEmpty: readonly [string, ...string[]];
  /** Reads the items, for a view whose items do not come with the events. */
  fetch?(engine: ContainerEngine): Promise<readonly Item[]>;
  /** Whether the event makes it necessary to fetch again. */
  isOutdatedBy?(event: EngineEvent): boolean;
}
