import type {
  ContainerExit,
  ContainerSummary,
  EngineEvent,
  EngineVersion,
  ExecSession,
  LocalName,
  Pull,
  PullProgress,
  PushProgress,
  StatsSample,
  TerminalSize,
} from '../../../core/api/index.ts';
import type { ConmanError } from '../../../core/errors/index.ts';
import type { OperationResult } from '../operations/operation.ts';
import type { StatsHistory } from '../stats/stats-history.ts';
import type { FocusId } from './app-state.ts';
import type { ClickTarget } from './click.ts';
import type { Layout } from './remembered-layout.ts';

/** Everything that can happen to the application. */
export type Message =
  /** `chord` names the key as `KeyEvent` does; `text` is what it types, empty if it types nothing. */
  | { readonly kind: 'key'; readonly chord: string; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  /** The prefix key, struck in a terminal pane; the `command` after it. */
  | { readonly kind: 'prefix' }
  | { readonly kind: 'command'; readonly chord: string }
  /** The key after the prefix was the prefix again: the process got it. */
  | { readonly kind: 'prefix-sent' }
  /** The focused terminal pane's own detach keys. */
  | { readonly kind: 'detach' }
  | { readonly kind: 'focused'; readonly focus: FocusId; readonly paneId?: number | undefined }
  /** The mouse, on something that Ink drew. */
  | { readonly kind: 'clicked'; readonly target: ClickTarget }
  /** The mouse wheel over the list, or anywhere while a dialog is open. */
  | { readonly kind: 'wheel'; readonly motion: 'up' | 'down' }
  | { readonly kind: 'selected'; readonly itemId: string }
  | { readonly kind: 'resized'; readonly size: TerminalSize }
  | { readonly kind: 'tick'; readonly nowMs: number }
  | { readonly kind: 'client-loaded'; readonly version: string }
  /** What an earlier run saw last. */
  | { readonly kind: 'remembered'; readonly containers: readonly ContainerSummary[] }
  /** No conmand was found, one is being started. */
  | { readonly kind: 'daemon-starting' }
  | { readonly kind: 'connected'; readonly version: EngineVersion; readonly notice: string | undefined }
  | { readonly kind: 'connection-lost'; readonly error: ConmanError; readonly retryAtMs: number }
  /** What has happened since the last frame, in its order. */
  | { readonly kind: 'engine-events'; readonly events: readonly EngineEvent[] }
  | { readonly kind: 'operation-slow'; readonly id: number; readonly nowMs: number }
  | { readonly kind: 'operation-progress'; readonly id: number; readonly text: string }
  | { readonly kind: 'operation-done'; readonly id: number; readonly result: OperationResult }
  | { readonly kind: 'operation-failed'; readonly id: number; readonly error: ConmanError }
  /** Something is being read that takes its time; it is there. */
  | { readonly kind: 'work-slow'; readonly id: number; readonly text: string; readonly nowMs: number }
  | { readonly kind: 'work-over'; readonly id: number }
  /** No layout is kept: this is the first run. */
  | { readonly kind: 'first-run' }
  | { readonly kind: 'layout'; readonly layout: Layout }
  /** The directory of a container that is on the screen, or how many paths are not as its image has them. */
  | { readonly kind: 'files'; readonly path: string; readonly changes: number | undefined }
  | {
      readonly kind: 'ask-copy';
      readonly direction: 'copy-out' | 'copy-in';
      readonly containerId: string;
      readonly path: string;
    }
  /** What in a directory of the host begins with `stem`, or why that cannot be known. */
  | {
      readonly kind: 'names-found';
      readonly directory: string;
      readonly stem: string;
      readonly names: readonly LocalName[];
    }
  | { readonly kind: 'names-failed'; readonly directory: string; readonly stem: string; readonly text: string }
  /** A text to look at. */
  | { readonly kind: 'text'; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: 'told'; readonly severity: 'info' | 'warning'; readonly text: string }
  | { readonly kind: 'pulls-found'; readonly pulls: readonly Pull[] }
  | { readonly kind: 'pull-progress'; readonly pullId: string; readonly news: readonly PullProgress[] }
  /** It worked, and was over before it could be watched. */
  | { readonly kind: 'pull-done'; readonly pullId: string }
  | { readonly kind: 'push-progress'; readonly operationId: number; readonly progress: PushProgress }
  | { readonly kind: 'pull-failed'; readonly pullId: string; readonly error: ConmanError }
  | {
      readonly kind: 'stats';
      readonly sample: StatsSample;
      readonly histories?: ReadonlyMap<string, StatsHistory>;
    }
  | { readonly kind: 'fetched'; readonly viewId: string; readonly items: readonly unknown[] }
  | { readonly kind: 'fetch-failed'; readonly viewId: string; readonly error: ConmanError }
  | { readonly kind: 'pane-live'; readonly paneId: number; readonly exec: ExecSession | undefined }
  /** `exit` undefined: this client was detached and the process goes on. */
  | { readonly kind: 'pane-ended'; readonly paneId: number; readonly exit: ContainerExit | undefined }
  | { readonly kind: 'pane-failed'; readonly paneId: number; readonly error: ConmanError }
  | { readonly kind: 'hush-over' }
  | { readonly kind: 'log-following'; readonly following: boolean }
  /** The log cannot be read. */
  | { readonly kind: 'log-problem'; readonly text: string }
  /** Another log, or other lines of it. */
  | { readonly kind: 'log-opened' }
  | { readonly kind: 'log-searching'; readonly searching: boolean }
  | { readonly kind: 'not-done'; readonly doing: string; readonly error: ConmanError }
  | { readonly kind: 'settled' }
  | { readonly kind: 'flash-expired'; readonly flashId: number };

/** From the keyboard. */
export type TypedInput = Extract<Message, { readonly kind: 'key' | 'paste' }>;
