import type {
  ContainerStats,
  ContainerSummary,
  EngineVersion,
  ExecSession,
  TerminalSize,
} from '../../../core/api/index.ts';
import type { Binding } from '../keys/binding.ts';
import { bindings } from '../keys/bindings.ts';
import type { Operation } from '../operations/operation.ts';
import type { StatsHistory } from '../stats/stats-history.ts';
import type { EventEntry } from '../views/events/event-entry.ts';
import type { AwaitedNames } from './awaited-names.ts';
import type { Batch } from './batches.ts';
import type { CommandEntry } from './commands.ts';
import type { CreateForm } from './create-form.ts';
import type { Dialog } from './dialog.ts';
import type { Fetched } from './fetched.ts';
import { emptyListState, type ListEntry, type ListState } from './list-state.ts';
import { initialLogView, type LogView } from './log-view.ts';
import type { PaneTree } from './pane-tree.ts';
import type { WatchedPull } from './pulls.ts';
import type { SessionPane } from './session-pane.ts';
import { type Shares, usualShares } from './shares.ts';

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
  /** How far it is, in a word or two. */
  readonly progress?: string;
  /** The bulk action that it is part of. */
  readonly batchId: number | undefined;
}

/** `ListState` is that of the view in front. */
export interface AppState extends ListState {
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
  /** What containers take of the machine, by id; read only while somebody looks at it. */
  readonly usage: ReadonlyMap<string, ContainerStats>;
  /** How that came about, by id. It grows under the state: `usage` is another one whenever it has. */
  readonly histories: ReadonlyMap<string, StatsHistory>;
  /** The last things that happened, newest first. */
  readonly events: readonly EventEntry[];
  /** Items of views that are not told of by events, by view. */
  readonly fetched: ReadonlyMap<string, Fetched>;
  /** The view whose list is shown. */
  readonly viewId: string;
  readonly otherLists: ReadonlyMap<string, ListState>;
  /** The tab of the details, by view. */
  readonly tabIds: ReadonlyMap<string, string>;
  /** The directory that the tab of files shows, or how many paths are not as the image has them. */
  readonly files: { readonly path: string; readonly changes: number | undefined };
  /** Where relative paths of the host begin. */
  readonly workingDirectory: string;
  /** What `~` is. */
  readonly homeDirectory: string;
  /** What the list shows: the view's items through the filter, in their order. */
  readonly visible: readonly ListEntry[];
  /** The item beside the list: the selected one, a moment after the selection has come to rest. */
  readonly detailId: string | undefined;
  /** To be selected as soon as it appears: what the form has just created. */
  readonly awaitedId: string | undefined;
  readonly filtering: boolean;
  readonly focus: FocusId;
  readonly zoomed: boolean;
  /** What had the keyboard before the window became too small for anything but the list; it gets it back. */
  readonly beforeTiny: { readonly focus: FocusId; readonly zoomed: boolean } | undefined;
  readonly panes: readonly SessionPane[];
  readonly activePaneId: number | undefined;
  /** The sessions that are seen at once, the one in front among them. */
  readonly paneTree: PaneTree | undefined;
  readonly shares: Shares;
  /** Keys are ignored until they stop coming: see `hush`. */
  readonly hushed: boolean;
  /** The prefix key was struck: the next key is a command. */
  readonly prefix: boolean;
  readonly dialog: Dialog | undefined;
  /** Names that Tab has asked for and that are not there yet. What is typed meanwhile is held, for after them. */
  readonly awaitedNames: AwaitedNames | undefined;
  /** What was created last: the next form begins with it. */
  readonly lastForm: CreateForm | undefined;
  readonly flash: Flash | undefined;
  readonly operations: ReadonlyMap<number, RunningOperation>;
  /** What is being read that takes its time, and since when. */
  readonly slowWork: ReadonlyMap<number, { readonly text: string; readonly sinceMs: number }>;
  /** Bulk actions under way, and the last one while its results are shown. */
  readonly batches: ReadonlyMap<number, Batch>;
  /** Pulls that were seen, oldest first. */
  readonly pulls: ReadonlyMap<string, WatchedPull>;
  /** What was done, oldest first. */
  readonly commands: readonly CommandEntry[];
  /** The key table, with the user's own keys in it. */
  readonly bindings: readonly Binding[];
  /** For people who hear the screen: no frames, words for symbols. */
  readonly isForEars: boolean;
  /** Nobody has used this program here before, as far as it knows: it says where everything is to be found. */
  readonly isNewcomer: boolean;
  /** Nothing on the machine may be changed. */
  readonly isReadOnly: boolean;
  readonly log: LogView;
  /** Serves panes, operations and flashes alike. */
  readonly nextId: number;
}

export function initialState(from: {
  readonly host: string;
  readonly socketPath: string | undefined;
  readonly size: TerminalSize;
  readonly nowMs: number;
  readonly isReadOnly?: boolean;
  readonly bindings?: readonly Binding[];
  readonly isForEars?: boolean;
  readonly workingDirectory?: string;
  readonly homeDirectory?: string;
}): AppState {
  return {
    ...emptyListState,
    isReadOnly: false,
    bindings,
    isForEars: false,
    isNewcomer: false,
    clientVersion: '',
    connection: { kind: 'connecting', starting: false },
    containers: undefined,
    isRemembered: false,
    execs: new Map(),
    usage: new Map(),
    histories: new Map(),
    events: [],
    fetched: new Map(),
    viewId: 'containers',
    otherLists: new Map(),
    tabIds: new Map(),
    files: { path: '/', changes: undefined },
    workingDirectory: '/',
    homeDirectory: '/root',
    visible: [],
    detailId: undefined,
    awaitedId: undefined,
    filtering: false,
    focus: 'list',
    zoomed: false,
    beforeTiny: undefined,
    panes: [],
    activePaneId: undefined,
    paneTree: undefined,
    shares: usualShares,
    hushed: false,
    prefix: false,
    dialog: undefined,
    awaitedNames: undefined,
    lastForm: undefined,
    flash: undefined,
    operations: new Map(),
    slowWork: new Map(),
    batches: new Map(),
    pulls: new Map(),
    commands: [],
    log: initialLogView,
    nextId: 1,
    ...from,
  };
}
