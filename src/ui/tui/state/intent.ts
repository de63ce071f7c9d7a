import type { Operation } from '../operations/operation.ts';
import type { Dialog } from './dialog.ts';
import type { LogView } from './log-view.ts';

/** What a choice or a key of a view means, as plain data; `pursue` does it. */
export type Intent =
  /** One for each target. */
  | { readonly kind: 'operate'; readonly operations: readonly Operation[] }
  | { readonly kind: 'open'; readonly dialog: Dialog }
  /** To the registry that `target` names. */
  | { readonly kind: 'push'; readonly image: string; readonly target: string }
  | { readonly kind: 'tell'; readonly severity: 'info' | 'warning'; readonly text: string; readonly hint?: string }
  /** The key of this name, as if it had been struck where the focus is. */
  | { readonly kind: 'press'; readonly binding: string }
  | { readonly kind: 'show-view'; readonly viewId: string }
  | { readonly kind: 'show-tab'; readonly tabId: string }
  | { readonly kind: 'sort'; readonly column: string }
  | { readonly kind: 'choose-column'; readonly column: string; readonly isShown: boolean }
  | { readonly kind: 'group'; readonly label: string | undefined }
  | { readonly kind: 'search-document'; readonly text: string }
  /** Another search or filter of the log; `find` jumps to the newest match. */
  | { readonly kind: 'change-log'; readonly change: Partial<LogView>; readonly find: boolean }
  /** In what has scrolled away of a session. */
  | { readonly kind: 'search-session'; readonly paneId: number; readonly search: string }
  | { readonly kind: 'save-log'; readonly containerIds: readonly string[]; readonly path: string }
  | { readonly kind: 'copy'; readonly text: string; readonly what: string }
  | { readonly kind: 'enter-exec'; readonly execId: string; readonly containerId: string }
  /** A shell, or a command in its place, in a pane. */
  | { readonly kind: 'open-shell'; readonly containerId: string; readonly command?: readonly string[] };

/** One operation, the commonest intent. */
export function operate(...operations: readonly Operation[]): Intent {
  return { kind: 'operate', operations };
}
