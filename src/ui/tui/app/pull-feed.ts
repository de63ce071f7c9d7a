import type { ContainerEngine, PullProgress } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { Message } from '../state/message.ts';
import type { Dispatch } from './store.ts';

export interface PullFeedOptions {
  readonly engine: () => ContainerEngine;
  readonly dispatch: Dispatch;
  /** Runs a callback when the screen is ready for another frame. */
  readonly soon: (callback: () => void) => void;
}

/** Watches pulls. News of a fast one waits for the next frame, so that all of it costs as much as one. */
export class PullFeed {
  readonly #options: PullFeedOptions;
  readonly #aborts = new Set<AbortController>();

  constructor(options: PullFeedOptions) {
    this.#options = options;
  }

  async watch(pullId: string): Promise<void> {
    const { engine, dispatch, soon } = this.#options;
    const abort = new AbortController();
    this.#aborts.add(abort);
    let waiting: PullProgress[] = [];
    const hand = (): void => {
      const news = waiting;
      waiting = [];
      if (news.length > 0) dispatch({ kind: 'pull-progress', pullId, news });
    };
    try {
      for await (const progress of engine().watchPull(pullId, abort.signal)) {
        waiting.push(progress);
        if (waiting.length === 1) soon(hand);
      }
      hand();
    } catch (error) {
      hand();
      if (!abort.signal.aborted) dispatch(await this.#end(pullId, ConmanError.from(error)));
    } finally {
      this.#aborts.delete(abort);
    }
  }

  /** What has become of one that cannot be watched: a quick one is over before anybody looks. */
  async #end(pullId: string, error: ConmanError): Promise<Message> {
    const pulls = await this.#options
      .engine()
      .listPulls()
      .catch(() => []);
    const isDone = pulls.some(({ id, state }) => id === pullId && state === 'done');
    return isDone ? { kind: 'pull-done', pullId } : { kind: 'pull-failed', pullId, error };
  }

  /** Leaves them: they go on. */
  stop(): void {
    for (const abort of this.#aborts) abort.abort();
  }
}
