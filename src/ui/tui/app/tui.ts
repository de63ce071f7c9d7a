import type { LocalFiles, TerminalSize } from '../../../core/api/index.ts';
import type { ConmanError } from '../../../core/errors/index.ts';
import type { TerminalOutput } from '../compositor/compositor.ts';
import type { Config } from '../config/config.ts';
import { configuredBindings } from '../config/configured-bindings.ts';
import { DocumentPainter } from '../document/document-painter.ts';
import type { RoutedEvent } from '../input/event.ts';
import type { TerminalStdin } from '../input/input-reader.ts';
import { LogPainter } from '../log/log-painter.ts';
import { Screen } from '../screen/screen.ts';
import { clickTarget } from '../screens/click-targets.ts';
import { innerSize, layoutScreen, sessionSize } from '../screens/layout.ts';
import { type AppState, initialState } from '../state/app-state.ts';
import type { Message } from '../state/message.ts';
import { activePane } from '../state/selectors.ts';
import { takesKeys } from '../state/session-pane.ts';
import { StatsPainter } from '../stats/stats-painter.ts';
import { TablePainter } from '../table/table-painter.ts';
import { documentTheme, logTheme, statsTheme, tableTheme } from '../theme/painter-themes.ts';
import { createTheme, type Theme } from '../theme/theme.ts';
import { Clock } from './clock.ts';
import { DetailFeed } from './detail-feed.ts';
import { EffectRunner } from './effect-runner.ts';
import type { EngineAccess } from './engine-access.ts';
import { EngineLink } from './engine-link.ts';
import { eventMessage } from './event-message.ts';
import { EventStrip } from './event-strip.ts';
import { FilesFeed } from './files-feed.ts';
import { firstChange } from './first-change.ts';
import { BorrowedPainter, showFirstStage } from './first-stage.ts';
import { LayoutMemory, type LayoutStore } from './layout-memory.ts';
import { type ListDocument, ListMemory } from './list-memory.ts';
import { ListView } from './list-view.ts';
import { LogCommands } from './log-commands.ts';
import { LogFeed } from './log-feed.ts';
import { ModelFeed } from './model-feed.ts';
import { handleMouse } from './mouse.ts';
import { PaneSessions } from './pane-sessions.ts';
import { PullFeed } from './pull-feed.ts';
import type { SaveFile } from './save-file.ts';
import { SlowWork } from './slow-work.ts';
import { StatsFeed } from './stats-feed.ts';
import { Store } from './store.ts';

export interface TuiOptions {
  readonly stdin: TerminalStdin;
  readonly stdout: TerminalOutput;
  readonly access: EngineAccess;
  /** The name of the machine. */
  readonly host: string;
  /** Where conmand listens, if not where it usually does. */
  readonly socketPath: string | undefined;
  readonly hasColours: boolean;
  readonly config: Config;
  readonly layoutStore: LayoutStore;
  /** The user's own files, for copying. */
  readonly localFiles: () => Promise<LocalFiles>;
  /** Where relative paths begin. */
  readonly workingDirectory: string;
  /** What `~` is. */
  readonly homeDirectory: string;
  readonly nowMs: () => number;
  /** Writes a new file; fails with `already-exists` when there is one. */
  readonly saveFile: SaveFile;
  /** The list as the last run saw it. */
  readonly listDocument: ListDocument;
  /** Everything that a start loads is loaded, and all of the screen is drawn. */
  readonly onStarted?: () => void;
  /** The user wants the shell back for a while: stops the program as its shell does. */
  readonly onSuspend: () => void;
  /** The user quits: `farewell` is for the shell that is left with. */
  readonly onQuit: (farewell: readonly string[]) => void;
  /** conmand may not be used at all. */
  readonly onHopeless: (error: ConmanError) => void;
}

/** The application: puts state, surfaces, Ink and the engine together. */
export class Tui {
  readonly screen: Screen;
  readonly #options: TuiOptions;
  readonly #theme: Theme;
  readonly #store: Store;
  readonly #list: TablePainter;
  readonly #log: LogPainter;
  readonly #document: DocumentPainter;
  readonly #table: TablePainter;
  readonly #files: TablePainter;
  readonly #strip: EventStrip;
  readonly #graphs: StatsPainter;
  readonly #stopFeeds: () => void;
  readonly #layout: LayoutMemory;
  readonly #sessions: PaneSessions;
  readonly #link: EngineLink;
  readonly #effects: EffectRunner;
  readonly #model: ModelFeed;
  readonly #memory: ListMemory;

  constructor(options: TuiOptions) {
    const { stdin, stdout, access, host, socketPath, nowMs, config } = options;
    this.#options = options;
    this.#theme = createTheme(options.hasColours, config.theme);
    this.screen = new Screen({
      ...{ stdin, stdout, prefixKeys: config.prefixKeys, hasMouse: config.mouse },
      onEvent: (event) => this.#take(event),
    });
    const initial = initialState({
      ...{ host, socketPath, size: this.#size, nowMs: nowMs() },
      isReadOnly: config.readOnly,
      bindings: configuredBindings(config),
      isForEars: config.screenReader,
      workingDirectory: options.workingDirectory,
      homeDirectory: options.homeDirectory,
    });
    this.#store = new Store(initial, (effect) => this.#effects.run(effect));
    const { dispatch } = this.#store;
    const engine = () => this.#link.engine;
    const isForEars = config.screenReader;
    this.#list = new TablePainter(tableTheme(this.#theme), { hasCursor: isForEars });
    this.#log = new LogPainter(logTheme(this.#theme), { hasColours: options.hasColours });
    this.#document = new DocumentPainter(documentTheme(this.#theme), { hasCursor: isForEars });
    const take = (message: Message): void => {
      if (message.kind === 'engine-events' && message.events[0]?.kind === 'snapshot') this.screen.hurry();
      dispatch(message);
    };
    const soon = (callback: () => void): void => this.screen.frames.request(callback);
    this.#link = new EngineLink({ access, dispatch: take, nowMs, soon, onHopeless: options.onHopeless });
    this.#sessions = new PaneSessions({ engine, dispatch, size: (paneId) => roomFor(this.#store.state, paneId) });
    this.#table = new TablePainter(tableTheme(this.#theme), { hasCursor: isForEars });
    this.#graphs = new StatsPainter(statsTheme(this.#theme), { hasGraphs: !isForEars });
    const pulls = new PullFeed({ engine, dispatch, soon });
    this.#files = new TablePainter(tableTheme(this.#theme), { hasCursor: isForEars });
    const slowWork = new SlowWork({ dispatch, nowMs });
    this.#strip = new EventStrip(this.#theme);
    const detail = new DetailFeed({
      engine,
      slowWork,
      nowMs,
      document: this.#document,
      table: this.#table,
      files: this.#files,
    });
    const files = new FilesFeed({ engine, painter: this.#files, theme: this.#theme, dispatch, slowWork });
    const stats = new StatsFeed({ engine, painter: this.#graphs, dispatch });
    const log = new LogFeed({ engine, painter: this.#log, dispatch, slowWork });
    this.#stopFeeds = () => {
      detail.stop();
      stats.stop();
      pulls.stop();
      log.stop();
    };
    const copy = (text: string): void => this.screen.copy(text);
    const logCommands = new LogCommands({
      ...{ engine, dispatch, feed: log, painter: this.#log, state: () => this.#store.state },
      ...{ saveFile: options.saveFile, copy, slowWork },
    });
    this.#effects = new EffectRunner({
      ...{ dispatch, engine, nowMs, sessions: this.#sessions, log: logCommands, detail, files, pulls, copy, slowWork },
      localFiles: options.localFiles,
      connect: () => this.#link.connectNow(),
      suspend: options.onSuspend,
      quit: options.onQuit,
    });
    this.#model = new ModelFeed(initial, soon);
    const list = new ListView(this.#list, this.#theme);
    const clock = new Clock(dispatch, nowMs);
    const layout = new LayoutMemory(options.layoutStore);
    this.#layout = layout;
    this.#memory = new ListMemory(options.listDocument);
    this.#store.subscribe((state) => {
      list.take(state);
      log.take(state);
      detail.take(state);
      stats.take(state);
      this.#strip.take(state);
      files.take(state);
      layout.take(state);
      clock.take(state);
      this.#focus(state);
      this.#model.take(state);
      this.#memory.take(state);
    });
    stdout.on('resize', () => dispatch({ kind: 'resized', size: this.#size }));
  }

  /** Takes the terminal over, draws the first frame, and connects. Ink comes when the list is there. */
  start(): void {
    this.#memory.recall(this.#store.dispatch);
    // The list as it was last seen belongs to the very first frame.
    this.#model.settle();
    this.screen.enter();
    const { compositor } = this.screen;
    const surfaces = { list: this.#list, log: this.#log };
    const endFirstStage = showFirstStage({ compositor, model: this.#model, theme: this.#theme, ...surfaces });
    // Loading the core takes longer than all this.
    compositor.drawNow();
    void this.#link.run();
    void this.#loadInk().then(() => {
      endFirstStage();
      void this.#layout.recall(this.#store.dispatch);
      this.#options.onStarted?.();
    });
  }

  async #loadInk(): Promise<void> {
    await firstChange(
      this.#store,
      ({ containers, isRemembered, connection }) =>
        (containers !== undefined && !isRemembered) || connection.kind === 'lost',
    );
    const { showSecondStage } = await import('./second-stage.tsx');
    const painters = {
      list: this.#list,
      log: this.#log,
      document: this.#document,
      table: this.#table,
      stats: this.#graphs,
      files: this.#files,
      strip: this.#strip.painter,
      session: (paneId: number) => this.#sessions.painter(paneId),
    };
    await showSecondStage({ model: this.#model, painters, theme: this.#theme }, this.screen.compositor);
  }

  /** Lets go of the sessions and the connection. What runs goes on. Resolves when the layout has been kept. */
  stop(): Promise<void> {
    this.#sessions.leaveAll();
    this.#stopFeeds();
    this.#link.close();
    this.#memory.keep(this.#store.state);
    return this.#layout.written();
  }

  get #size(): TerminalSize {
    const { columns, rows } = this.screen.compositor.inkOutput;
    return { columns, rows };
  }

  /** Gives the keys to the terminal in front, or to the application. */
  #focus(state: AppState): void {
    const pane = activePane(state);
    const isTyping = state.focus === 'session' && state.dialog === undefined && takesKeys(pane);
    this.screen.router.focusTerminal(isTyping && pane ? this.#sessions.input(pane.id) : undefined);
  }

  #take(event: RoutedEvent): void {
    const { dispatch } = this.#store;
    if (event.kind === 'mouse') {
      const hit = this.screen.compositor.hitTest(event.x, event.y);
      const painter = hit?.painter instanceof BorrowedPainter ? hit.painter.owner : hit?.painter;
      handleMouse(event, hit && painter && { ...hit, painter }, {
        ...{
          list: this.#list,
          log: this.#log,
          tables: [this.#table, this.#files],
          strip: this.#strip.painter,
          dispatch,
        },
        hasDialog: this.#store.state.dialog !== undefined,
        targetAt: (x, y) => clickTarget(this.#model.current(), x, y),
        moveDetail: (change) => this.#effects.run({ kind: 'detail', change }),
        scrollTerminal: (painter, rows) => this.#sessions.scrollPainter(painter, rows),
        paneOf: (painter) => this.#sessions.paneOf(painter),
      });
      return;
    }
    const message = eventMessage(event);
    if (message) dispatch(message);
  }
}

/** Room for a session's terminal: what the layout gives it, or what it would give it in front. */
function roomFor(state: AppState, paneId: number): TerminalSize {
  const layout = layoutScreen({ ...state, hasSession: true });
  const inFront = layoutScreen({ ...state, focus: 'session', hasSession: true });
  return sessionSize(layout, paneId) ?? innerSize(inFront, 'session') ?? { columns: 80, rows: 24 };
}
