import type { CreateContainerOptions } from '../../../core/api/index.ts';

/** What is asked of the engine; it takes time and may fail. */
export type Operation =
  | { readonly kind: 'start'; readonly containerId: string }
  | { readonly kind: 'stop'; readonly containerId: string }
  | { readonly kind: 'restart'; readonly containerId: string }
  | { readonly kind: 'kill'; readonly containerId: string; readonly signal: string }
  | { readonly kind: 'remove'; readonly containerId: string; readonly force: boolean }
  | { readonly kind: 'create'; readonly options: CreateContainerOptions }
  | { readonly kind: 'list-images' }
  | { readonly kind: 'end-session'; readonly execId: string };

export type Motion = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/** What `update` wants done outside the state: plain data, carried out by the effect runner. */
export type Effect =
  | { readonly kind: 'operation'; readonly id: number; readonly operation: Operation }
  /** A new exec session with a shell. */
  | { readonly kind: 'open-shell'; readonly paneId: number; readonly containerId: string }
  /** A session that lives already. */
  | { readonly kind: 'enter-exec'; readonly paneId: number; readonly execId: string }
  | { readonly kind: 'attach'; readonly paneId: number; readonly containerId: string; readonly tty: boolean }
  /** Lets go of the pane's stream and screen; what runs in it goes on. */
  | { readonly kind: 'leave-pane'; readonly paneId: number }
  | { readonly kind: 'pane-scroll'; readonly paneId: number; readonly motion: Motion | 'live' }
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
  /** Writes the log, as it is shown, to a file. */
  | { readonly kind: 'log-save'; readonly containerId: string; readonly path: string }
  /** Sends `settled` back when the selection has rested, so that running through the list opens no logs. */
  | { readonly kind: 'settle-selection' }
  | { readonly kind: 'expire-flash'; readonly flashId: number; readonly afterMs: number }
  /** Tries to reach conmand at once, starting it if nobody listens. */
  | { readonly kind: 'connect' }
  | { readonly kind: 'quit'; readonly farewell: readonly string[] };
