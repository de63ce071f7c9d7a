import type { ContainerSummary, EngineVersion, ExecSession, TerminalSize } from '../../../core/api/index.ts';
import type { Dialog } from './dialog.ts';
import type { Operation } from './effect.ts';
import { initialLogView, type LogView } from './log-view.ts';
import type { SessionPane } from './session-pane.ts';
import { emptyTextField, type TextField } from './text-field.ts';

export type Connection =
  | { readonly kind: 'connecting'; readonly starting: boolean }
  /** `notice` says that conmand is of another version, and what to do. */
  | { readonly kind: 'connected'; readonly version: EngineVersion; readonly notice: string | undefined }
  | { readonly kind: 'lost'; readonly text: string; readonly hint: string | undefined; readonly retryAtMs: number };

export type FocusId = 'list' | 'detail' | 'session';

export interface Flash {
  readonly id: number;
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  /** What to do about it. */
  readonly hint: string | undefined;
}

export interface RunningOperation {
  readonly operation: Operation;
  /** When it had lasted long enough to be worth a line; undefined before. */
  readonly slowSinceMs: number | undefined;
}

export interface AppState {
  /** The machine's name. */
  readonly host: string;
  /** Where conmand listens, if not where it usually does. */
  readonly socketPath: string | undefined;
  /** This program's version; empty until the part that knows it is loaded. */
  readonly clientVersion: string;
  readonly size: TerminalSize;
  readonly nowMs: number;
  readonly connection: Connection;
  /** Undefined until the first snapshot. By id, in the order of creation. */
  readonly containers: ReadonlyMap<string, ContainerSummary> | undefined;
  /** `containers` are those of an earlier run of this program; conmand has not yet said what is true now. */
  readonly isRemembered: boolean;
  readonly execs: ReadonlyMap<string, ExecSession>;
  /** What the list shows: `containers` through the filter. */
  readonly visible: readonly ContainerSummary[];
  readonly selectedId: string | undefined;
  /** The container beside the list: the selected one, a moment after the selection has come to rest. */
  readonly detailId: string | undefined;
  /** To be selected as soon as it appears: what the form has just created. */
  readonly awaitedId: string | undefined;
  readonly filter: TextField;
  readonly filtering: boolean;
  readonly focus: FocusId;
  readonly zoomed: boolean;
  /** What had the keyboard before the window became too small for anything but the list; it gets it back. */
  readonly beforeTiny: { readonly focus: FocusId; readonly zoomed: boolean } | undefined;
  readonly panes: readonly SessionPane[];
  readonly activePaneId: number | undefined;
  /** Keys are ignored until they stop coming: see `hush`. */
  readonly hushed: boolean;
  /** The prefix key was struck: the next key is a command. */
  readonly prefix: boolean;
  readonly dialog: Dialog | undefined;
  readonly flash: Flash | undefined;
  readonly operations: ReadonlyMap<number, RunningOperation>;
  readonly log: LogView;
  /** Serves panes, operations and flashes alike. */
  readonly nextId: number;
}

export function initialState(from: {
  readonly host: string;
  readonly socketPath: string | undefined;
  readonly size: TerminalSize;
  readonly nowMs: number;
}): AppState {
  return {
    ...from,
    clientVersion: '',
    connection: { kind: 'connecting', starting: false },
    containers: undefined,
    isRemembered: false,
    execs: new Map(),
    visible: [],
    selectedId: undefined,
    detailId: undefined,
    awaitedId: undefined,
    filter: emptyTextField,
    filtering: false,
    focus: 'list',
    zoomed: false,
    beforeTiny: undefined,
    panes: [],
    activePaneId: undefined,
    hushed: false,
    prefix: false,
    dialog: undefined,
    flash: undefined,
    operations: new Map(),
    log: initialLogView,
    nextId: 1,
  };
}
