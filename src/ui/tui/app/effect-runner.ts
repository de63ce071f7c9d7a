import type { ContainerEngine, LocalFiles } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { textSearch } from '../log/text-search.ts';
import type { Operation } from '../operations/operation.ts';
import { carryOut } from '../operations/operation-table.ts';
import { linesText } from '../present/lines-text.ts';
import type { Effect } from '../state/effect.ts';
import { viewNamed } from '../views/registry.ts';
import type { DetailFeed } from './detail-feed.ts';
import type { FilesFeed } from './files-feed.ts';
import type { LogCommands } from './log-commands.ts';
import type { PaneSessions } from './pane-sessions.ts';
import { findNames } from './path-names.ts';
import type { PullFeed } from './pull-feed.ts';
import { type SlowWork, slowAfterMs } from './slow-work.ts';
import type { Dispatch } from './store.ts';

export interface EffectRunnerOptions {
  readonly dispatch: Dispatch;
  readonly engine: () => ContainerEngine;
  readonly sessions: PaneSessions;
  readonly log: LogCommands;
  readonly detail: DetailFeed;
  readonly files: FilesFeed;
  readonly pulls: PullFeed;
  readonly localFiles: () => Promise<LocalFiles>;
  readonly copy: (text: string) => void;
  readonly nowMs: () => number;
  readonly slowWork: SlowWork;
  readonly connect: () => void;
  readonly suspend: () => void;
  readonly quit: (farewell: readonly string[]) => void;
}

/** A selection that stays so long is at rest. Holding an arrow key down repeats faster. */
const settledAfterMs = 80;
/** Who has not typed for so long has seen that there is no session to type to. */
const hushMs = 400;
const reportEveryMs = 250;

/** Carries out what `update` asks for. */
export class EffectRunner {
  readonly #options: EffectRunnerOptions;
  #settling: NodeJS.Timeout | undefined;
  #hush: NodeJS.Timeout | undefined;
  #reportedAtMs = 0;
  /** What can be cancelled. */
  readonly #running = new Map<number, AbortController>();

  constructor(options: EffectRunnerOptions) {
    this.#options = options;
  }

  run(effect: Effect): void {
    const { dispatch, sessions, log, connect, quit } = this.#options;
    switch (effect.kind) {
      case 'operation':
        void this.#operate(effect.id, effect.operation);
        break;
      case 'cancel-operation':
        this.#running.get(effect.id)?.abort();
        break;
      case 'fetch':
        void this.#fetch(effect.viewId);
        break;
      case 'find-names':
        void findNames(this.#options, effect);
        break;
      case 'copy':
        this.#options.copy(effect.text);
        break;
      case 'watch-pull':
        void this.#options.pulls.watch(effect.pullId);
        break;
      case 'find-pulls':
        void this.#findPulls();
        break;
      case 'files':
        this.#options.files.change(effect.change);
        break;
      case 'detail':
        this.#options.detail.change(effect.change);
        break;
      case 'open-shell':
      case 'enter-exec':
      case 'attach':
        sessions.open(effect);
        break;
      case 'leave-pane':
        sessions.leave(effect.paneId);
        break;
      case 'pane-scroll':
        sessions.scroll(effect.paneId, effect.motion);
        break;
      case 'pane-choose':
        sessions.painter(effect.paneId)?.startChoosing();
        break;
      case 'pane-find':
        this.#findInPane(effect);
        break;
      case 'pane-copy':
        this.#copyChosen(effect.paneId);
        break;
      case 'hush':
        clearTimeout(this.#hush);
        this.#hush = setTimeout(() => dispatch({ kind: 'hush-over' }), hushMs);
        break;
      case 'log-scroll':
      case 'log-follow':
      case 'log-find':
      case 'log-find-stop':
      case 'log-shift':
      case 'log-choose':
      case 'log-copy':
      case 'log-save':
        log.run(effect);
        break;
      case 'settle-selection':
        clearTimeout(this.#settling);
        this.#settling = setTimeout(() => dispatch({ kind: 'settled' }), settledAfterMs);
        break;
      case 'expire-flash':
        setTimeout(() => dispatch({ kind: 'flash-expired', flashId: effect.flashId }), effect.afterMs);
        break;
      case 'connect':
        connect();
        break;
      case 'suspend':
        this.#options.suspend();
        break;
      case 'quit':
        quit(effect.farewell);
        break;
    }
  }

  async #fetch(viewId: string): Promise<void> {
    const { dispatch, engine, slowWork } = this.#options;
    const { fetch, title } = viewNamed(viewId);
    if (!fetch) return;
    try {
      const items = await slowWork.during(`reading the ${title.toLowerCase()}`, fetch(engine()));
      dispatch({ kind: 'fetched', viewId, items });
    } catch (error) {
      dispatch({ kind: 'fetch-failed', viewId, error: ConmanError.from(error) });
    }
  }

  /** A conmand that knows nothing of pulls has none. */
  async #findPulls(): Promise<void> {
    const { dispatch, engine } = this.#options;
    try {
      dispatch({ kind: 'pulls-found', pulls: await engine().listPulls() });
    } catch {
      dispatch({ kind: 'pulls-found', pulls: [] });
    }
  }

  #findInPane({ paneId, search, step }: Extract<Effect, { readonly kind: 'pane-find' }>): void {
    const { sessions, dispatch } = this.#options;
    const painter = sessions.painter(paneId);
    if (step === 0) painter?.setSearch(search === '' ? undefined : textSearch(search));
    if (!painter || search === '' || painter.find(step === 0 ? -1 : step)) return;
    const text = `no ${step === 1 ? 'newer' : 'older'} ${search}`;
    dispatch({ kind: 'told', severity: 'info', text });
  }

  #copyChosen(paneId: number): void {
    const { sessions, copy, dispatch } = this.#options;
    const text = sessions.painter(paneId)?.chosenText() ?? '';
    if (text === '') return;
    copy(text);
    dispatch({ kind: 'told', severity: 'info', text: `copied ${linesText(text.split('\n').length - 1)}` });
  }

  /** At most four times a second: who reads numbers does not want more. */
  #report(id: number, text: string): void {
    const now = this.#options.nowMs();
    if (now - this.#reportedAtMs < reportEveryMs) return;
    this.#reportedAtMs = now;
    this.#options.dispatch({ kind: 'operation-progress', id, text });
  }

  async #operate(id: number, operation: Operation): Promise<void> {
    const { dispatch, engine, nowMs } = this.#options;
    const abort = new AbortController();
    this.#running.set(id, abort);
    const timer = setTimeout(() => dispatch({ kind: 'operation-slow', id, nowMs: nowMs() }), slowAfterMs);
    try {
      const result = await carryOut(engine(), operation, {
        localFiles: this.#options.localFiles,
        report: (text) => this.#report(id, text),
        news: (progress) => dispatch({ kind: 'push-progress', operationId: id, progress }),
        abort: abort.signal,
      });
      dispatch({ kind: 'operation-done', id, result });
    } catch (error) {
      // However it ended: it was asked to.
      const isCancelled = abort.signal.aborted;
      const told = isCancelled ? new ConmanError('cancelled', 'it was cancelled') : ConmanError.from(error);
      dispatch({ kind: 'operation-failed', id, error: told });
    } finally {
      clearTimeout(timer);
      this.#running.delete(id);
    }
  }
}
