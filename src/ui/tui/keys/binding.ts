import type { AppState } from '../state/app-state.ts';
import type { Intent } from '../state/intent.ts';
import type { Reason } from './reasons.ts';

/** Where keys mean the same, beside the views and tabs. */
export const coreContexts = [
  'list',
  'main',
  'tabs',
  'detail',
  'choosing',
  'document',
  'table',
  'stats',
  'files',
  'session',
  'command',
  'scrollback',
  'ended',
  'filter',
  'confirm',
  'menu',
  'palette',
  'choices',
  'path',
  'prompt',
  'create',
  'page',
  'pull',
  'help',
  'anywhere',
] as const;

/**
 * A core context or the id of a view. The keyboard's place in the screen gives a chain of these, the first that knows a
 * key wins.
 */
export type Context = string;

/** Everything a key can mean that is not a view's own. */
export type Action =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'focus-next'
  | 'focus-previous'
  | 'focus-list'
  | 'focus-detail'
  | 'focus-left'
  | 'focus-down'
  | 'focus-up'
  | 'focus-right'
  | 'zoom'
  | 'larger'
  | 'smaller'
  | 'help'
  | 'palette'
  | 'action-menu'
  | 'copy-menu'
  | 'command-log'
  | 'cancel'
  | 'read-only'
  | 'quit'
  | 'suspend'
  | 'dismiss'
  | 'connect'
  | 'prefix'
  | 'tab-next'
  | 'tab-previous'
  | 'mark'
  | 'mark-range'
  | 'mark-all'
  | 'sort'
  | 'columns'
  | 'group'
  | 'create'
  | 'create-like'
  | 'shell'
  | 'attach'
  | 'filter'
  | 'filter-keep'
  | 'filter-clear'
  | 'log-wrap'
  | 'log-timestamps'
  | 'log-follow'
  | 'pull-show'
  | 'pull-cancel'
  | 'pull-retry'
  | 'log-search'
  | 'log-older-match'
  | 'log-newer-match'
  | 'log-filter'
  | 'log-since-all'
  | 'log-since-1m'
  | 'log-since-5m'
  | 'log-since-15m'
  | 'log-since-1h'
  | 'log-since-6h'
  | 'log-since-24h'
  | 'log-left'
  | 'log-right'
  | 'log-choose'
  | 'log-choose-end'
  | 'log-copy'
  | 'log-save'
  | 'log-merge'
  | 'files-open'
  | 'files-up'
  | 'files-again'
  | 'files-compare'
  | 'files-copy-out'
  | 'files-copy-in'
  | 'document-fold'
  | 'document-search'
  | 'document-next'
  | 'document-previous'
  | 'session-leave'
  | 'session-end'
  | 'session-scrollback'
  | 'session-live'
  | 'session-search'
  | 'session-older-match'
  | 'session-newer-match'
  | 'session-choose'
  | 'session-copy'
  | 'session-new'
  | 'session-split-beside'
  | 'session-split-below'
  | 'session-next'
  | 'session-previous'
  | 'session-literal'
  | 'session-reopen'
  | 'session-debug'
  | 'session-close'
  | 'dialog-close'
  | 'confirm-yes'
  | 'confirm-no'
  | 'confirm-switch'
  | 'choose'
  | 'field-next'
  | 'field-previous'
  | 'field-up'
  | 'field-down'
  | 'field-toggle'
  | 'path-complete'
  | 'choice-next'
  | 'choice-previous'
  | 'choice-take'
  | 'choices-close'
  | 'submit';

interface KeyRow {
  readonly chords: readonly string[];
  /** What it does, for the help. */
  readonly description: string;
  /** One or two words for the hint line; where there are none the key is only in the help. */
  readonly hint?: string | ((state: AppState) => string | undefined);
  /** It changes something on the machine: read-only mode refuses it. */
  readonly changes?: boolean;
}

/** A key that the application itself carries out. */
export interface CoreBinding extends KeyRow {
  readonly context: Context;
  readonly action: Action;
  /** Why it cannot be done now; shown when the key is struck, in the help and in the menus. */
  readonly disabled?: Reason;
}

/** A key of a view, for its marked items or the selected one. */
export interface ViewBinding<Item> extends KeyRow {
  /** Unique in the view: `remove`. */
  readonly name: string;
  /** It is not about items: it may be struck in an empty list. */
  readonly needsNothing?: boolean;
  disabled?(state: AppState, items: readonly Item[]): string | undefined;
  act(state: AppState, items: readonly Item[]): Intent;
}

/** A view's key in the one table of all keys. */
export interface IntentBinding extends KeyRow {
  readonly context: Context;
  readonly action: string;
  readonly disabled?: Reason;
  intent(state: AppState): Intent;
}

/** One row of the key table; help, hint line, menus, palette and docs/keys.md are made of these. */
export type Binding = CoreBinding | IntentBinding;
