import type { ContainerEngine } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { LogPainter } from '../log/log-painter.ts';
import { type TextSearch, textSearch } from '../log/text-search.ts';
import type { AppState } from '../state/app-state.ts';
import { sinceNs } from '../state/log-view.ts';
import { logContainerId, mergedLogIds, noIds } from '../state/tabs.ts';
import { LogFinder } from './log-finder.ts';
import type { LogSource } from './log-source.ts';
import { LogWindow } from './log-window.ts';
import { MergedLog } from './merged-log.ts';
import type { SlowWork } from './slow-work.ts';
import type { Dispatch } from './store.ts';

export interface LogFeedOptions {
  readonly engine: () => ContainerEngine;
  readonly painter: LogPainter;
  readonly slowWork: SlowWork;
  readonly dispatch: Dispatch;
}

/** Of the state, what decides which lines the log has. */
interface Shown {
  readonly containerId: string | undefined;
  /** Containers whose logs are shown as one, in its place. */
  readonly merged: readonly string[];
  readonly filter: string;
  readonly since: bigint | undefined;
}

const nothing: Shown = { containerId: undefined, merged: noIds, filter: '', since: undefined };

/** Feeds the log surface from the container that is shown, past React and past the state. */
export class LogFeed {
  readonly #options: LogFeedOptions;
  readonly #finder: LogFinder;
  #shown: Shown = nothing;
  #window: LogSource | undefined;
  #names: (id: string) => string = (id) => id;
  #search: TextSearch | undefined;
  /** The stream broke with the connection: read again when it is back. */
  #isBroken = false;

  constructor(options: LogFeedOptions) {
    this.#options = options;
    const { painter, dispatch } = options;
    this.#finder = new LogFinder(painter);
    painter.onStatus(() => {
      const { isFollowing } = painter.status();
      if (isFollowing) this.#window?.toEnd();
      dispatch({ kind: 'log-following', following: isFollowing });
    });
    painter.onEdge((edge) => void (edge === 'older' ? this.#window?.older() : this.#window?.newer()));
  }

  take(state: AppState): void {
    this.#takeView(state);
    const isBack = this.#isBroken && state.connection.kind === 'connected';
    const shown = shownOf(state);
    if (isSame(shown, this.#shown) && !isBack) return;
    this.#names = (id) => state.containers?.get(id)?.name ?? id.slice(0, 12);
    this.#isBroken = false;
    this.#shown = shown;
    this.#open();
  }

  /** To the first line of all. */
  toStart(): void {
    if (this.#window) void this.#options.slowWork.during('reading the log', this.#window.toStart());
  }

  /** To another match: see `LogFinder`. Says so when there is none. */
  async find(query: string, step: -1 | 0 | 1): Promise<void> {
    const { dispatch } = this.#options;
    this.#takeSearch(query);
    if (!this.#search || !this.#window) return;
    dispatch({ kind: 'log-searching', searching: true });
    const isFound = await this.#finder.find(this.#search, this.#window, step);
    if (isFound === undefined) return;
    dispatch({ kind: 'log-searching', searching: false });
    if (!isFound)
      dispatch({ kind: 'told', severity: 'info', text: `${step === 1 ? 'no newer' : 'no older'} ${query}` });
  }

  stopFinding(): void {
    this.#finder.stop();
    this.#options.dispatch({ kind: 'log-searching', searching: false });
  }

  stop(): void {
    this.#finder.stop();
    this.#window?.close();
    this.#window = undefined;
  }

  #takeView({ log }: AppState): void {
    const { painter } = this.#options;
    const { isWrapped, timestamps } = painter.status();
    if (log.wrap !== isWrapped) painter.setWrap(log.wrap);
    if (log.timestamps !== timestamps) painter.setTimestamps(log.timestamps);
    this.#takeSearch(log.search);
  }

  #takeSearch(query: string): void {
    if (query === (this.#search?.query ?? '')) return;
    this.#search = query === '' ? undefined : textSearch(query);
    this.#finder.reset();
    this.#options.painter.setSearch(this.#search);
  }

  #open(): void {
    const { engine, painter, dispatch } = this.#options;
    const { containerId, merged, filter, since } = this.#shown;
    this.stop();
    this.#finder.reset();
    // Other lines are seen from their end on, as every log is at first.
    painter.setFollowing(true);
    painter.clear();
    dispatch({ kind: 'log-opened' });
    const options = {
      ...{ engine, painter, since },
      filter: filter === '' ? undefined : textSearch(filter),
      onFailure: (error: unknown) => this.#fail(ConmanError.from(error)),
    };
    if (merged.length > 0) {
      const containers = merged.map((id) => ({ id, name: this.#names(id) }));
      this.#window = new MergedLog({ ...options, containers });
    } else if (containerId !== undefined) this.#window = new LogWindow({ ...options, containerId });
    if (this.#window) void this.#options.slowWork.during('reading the log', this.#window.open());
  }

  #fail(error: ConmanError): void {
    this.#isBroken = error.code === 'unavailable';
    if (!this.#isBroken) this.#options.dispatch({ kind: 'log-problem', text: error.message });
  }
}

function shownOf(state: AppState): Shown {
  const merged = mergedLogIds(state);
  const containerId = merged.length > 0 ? undefined : logContainerId(state);
  return { containerId, merged, filter: state.log.filter, since: sinceNs(state.log) };
}

function isSame(one: Shown, other: Shown): boolean {
  return (
    one.containerId === other.containerId &&
    one.merged === other.merged &&
    one.filter === other.filter &&
    one.since === other.since
  );
}
