import type { ContainerEngine } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { LogPainter } from '../log/log-painter.ts';
import type { AppState } from '../state/app-state.ts';
import { logContainerId } from '../state/tabs.ts';
import type { Dispatch } from './store.ts';

export interface LogFeedOptions {
  readonly engine: () => ContainerEngine;
  readonly painter: LogPainter;
  readonly dispatch: Dispatch;
}

/** What is read of a log when it comes on the screen. */
const tailLines = 10_000;

/** Feeds the log surface from the container that is shown, past React and past the state. */
export class LogFeed {
  readonly #options: LogFeedOptions;
  #shownId: string | undefined;
  #abort: AbortController | undefined;
  /** The stream broke with the connection: read again when it is back. */
  #isBroken = false;

  constructor(options: LogFeedOptions) {
    this.#options = options;
    const { painter, dispatch } = options;
    painter.onStatus(() => dispatch({ kind: 'log-following', following: painter.status().isFollowing }));
  }

  take(state: AppState): void {
    const isBack = this.#isBroken && state.connection.kind === 'connected';
    const containerId = logContainerId(state);
    if (containerId === this.#shownId && !isBack) return;
    this.#isBroken = false;
    this.#show(containerId);
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }

  #show(containerId: string | undefined): void {
    const { painter, dispatch } = this.#options;
    this.stop();
    if (containerId !== this.#shownId) painter.scrollToEnd();
    this.#shownId = containerId;
    painter.clear();
    dispatch({ kind: 'log-problem', text: undefined });
    if (containerId === undefined) return;
    const abort = new AbortController();
    this.#abort = abort;
    void this.#follow(containerId, abort.signal);
  }

  async #follow(containerId: string, signal: AbortSignal): Promise<void> {
    const { engine, painter, dispatch } = this.#options;
    try {
      for await (const chunk of engine().readLogs(containerId, { tail: tailLines, follow: true }, signal)) {
        if (signal.aborted) return;
        painter.append(chunk);
      }
    } catch (thrown) {
      if (signal.aborted) return;
      const error = ConmanError.from(thrown);
      this.#isBroken = error.code === 'unavailable';
      if (!this.#isBroken) dispatch({ kind: 'log-problem', text: error.message });
    }
  }
}
