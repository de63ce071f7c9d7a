import type { Operation } from '../operations/operation.ts';

/** What a key does in the files of a container. */
export type FilesChange = 'open' | 'up' | 'again' | 'compare' | 'copy-out' | 'copy-in';

/** What a key does to the document or table beside the list. */
export type DetailChange =
  | { readonly kind: 'move'; readonly motion: Motion }
  | { readonly kind: 'fold' }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'step'; readonly direction: 1 | -1 };

export type Motion = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/** What `update` wants done outside the state: plain data, carried out by the effect runner. */
export type Effect =
  | { readonly kind: 'operation'; readonly id: number; readonly operation: Operation }
  /** Ends an operation that is under way. */
  | { readonly kind: 'cancel-operation'; readonly id: number }
  /** Reads the items of a view. */
  | { readonly kind: 'fetch'; readonly viewId: string }
  /** Pulls that go on since before, to be watched again. */
  | { readonly kind: 'find-pulls' }
  | { readonly kind: 'watch-pull'; readonly pullId: string }
  /** Looks for names of the host's files. */
  | { readonly kind: 'find-names'; readonly directory: string; readonly stem: string }
  /** Into the clipboard of whoever sits at the terminal. */
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'files'; readonly change: FilesChange }
  | { readonly kind: 'detail'; readonly change: DetailChange }
  /** A new exec session with a command, or a shell where none is given. */
  | {
      readonly kind: 'open-shell';
      readonly paneId: number;
      readonly containerId: string;
      readonly command?: readonly string[];
      readonly debug?: boolean;
    }
  /** A session that lives already. */
  | { readonly kind: 'enter-exec'; readonly paneId: number; readonly execId: string }
  | { readonly kind: 'attach'; readonly paneId: number; readonly containerId: string; readonly tty: boolean }
  /** Lets go of the pane's stream and screen; what runs in it goes on. */
  | { readonly kind: 'leave-pane'; readonly paneId: number }
  | { readonly kind: 'pane-scroll'; readonly paneId: number; readonly motion: Motion | 'live' }
  /** Begins to choose lines, at the lowest in sight. */
  | { readonly kind: 'pane-choose'; readonly paneId: number }
  /** To the line before (-1) or after (1) the one it is at that matches; 0: marks and looks back from the end in sight. Empty ends it. */
  | { readonly kind: 'pane-find'; readonly paneId: number; readonly search: string; readonly step: -1 | 0 | 1 }
  /** Copies the chosen lines. */
  | { readonly kind: 'pane-copy'; readonly paneId: number }
  /** Sends `hush-over` back in a moment; asked again, a moment after that. */
  | { readonly kind: 'hush' }
  | { readonly kind: 'log-scroll'; readonly motion: Motion }
  | { readonly kind: 'log-follow'; readonly on: boolean }
  /** To the match before (-1) or after (1) this one; 0: the newest in sight, or before it. */
  | { readonly kind: 'log-find'; readonly search: string; readonly step: -1 | 0 | 1 }
  | { readonly kind: 'log-find-stop' }
  /** Long lines to the left (-1) or the right. */
  | { readonly kind: 'log-shift'; readonly direction: -1 | 1 }
  | { readonly kind: 'log-choose'; readonly on: boolean }
  /** Copies the chosen lines. */
  | { readonly kind: 'log-copy' }
  /** Writes the log, or several as one, as it is shown, to a file. */
  | { readonly kind: 'log-save'; readonly containerIds: readonly string[]; readonly path: string }
  /** Sends `settled` back when the selection has rested, so that running through the list opens no logs. */
  | { readonly kind: 'settle-selection' }
  | { readonly kind: 'expire-flash'; readonly flashId: number; readonly afterMs: number }
  /** Tries to reach conmand at once, starting it if nobody listens. */
  | { readonly kind: 'connect' }
  /** Back to the shell for a while. */
  | { readonly kind: 'suspend' }
  | { readonly kind: 'quit'; readonly farewell: readonly string[] };
