import type { AppState } from '../state/app-state.ts';
import type { Reason } from './reasons.ts';

/** Where keys mean the same. The keyboard's place in the screen gives a chain of these, the first that knows a key wins. */
export const contexts = [
  'list',
  'main',
  'detail',
  'choosing',
  'log-prompt',
  'session',
  'command',
  'scrollback',
  'ended',
  'filter',
  'confirm',
  'menu',
  'create',
  'help',
] as const;
export type Context = (typeof contexts)[number];

/** Everything a key can mean. */
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
  | 'help'
  | 'quit'
  | 'dismiss'
  | 'connect'
  | 'prefix'
  | 'create'
  | 'create-like'
  | 'toggle-running'
  | 'restart'
  | 'kill'
  | 'remove'
  | 'shell'
  | 'attach'
  | 'filter'
  | 'filter-keep'
  | 'filter-clear'
  | 'log-wrap'
  | 'log-timestamps'
  | 'log-follow'
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
  | 'log-prompt-submit'
  | 'log-prompt-close'
  | 'session-leave'
  | 'session-end'
  | 'session-scrollback'
  | 'session-live'
  | 'session-new'
  | 'session-next'
  | 'session-previous'
  | 'session-literal'
  | 'session-reopen'
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
  | 'submit';

/** One row of the key table; help, hint line and docs/keys.md are made of these. */
export interface Binding {
  readonly context: Context;
  readonly chords: readonly string[];
  readonly action: Action;
  /** What it does, for the help. */
  readonly description: string;
  /** One or two words for the hint line; where there are none the key is only in the help. */
  readonly hint?: string | ((state: AppState) => string | undefined);
  /** Why it cannot be done now; shown when the key is struck, and in the help. */
  readonly disabled?: Reason;
}
