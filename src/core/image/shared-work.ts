import { ConmanError } from '../errors/index.ts';

interface Running<Progress> {
  readonly controller: AbortController;
  readonly listeners: Set<(progress: Progress) => void>;
  readonly done: Promise<unknown>;
  last: Progress | undefined;
}

export type Work<T, Progress> = (abort: AbortSignal, report: (progress: Progress) => void) => Promise<T>;

/** Does a piece of work once for all who want it at the same time. It is aborted when the last of them has left. */
export class SharedWork<T, Progress> {
  readonly #running = new Map<string, Running<Progress>>();

  /** Starts the work called `key` or joins it. Rejects with `cancelled` as soon as `abort` says so. */
  async join(
    key: string,
    abort: AbortSignal,
    onProgress: (progress: Progress) => void,
    work: Work<T, Progress>,
  ): Promise<T> {
    // Work that is being aborted still has its files open.
    for (let ending = this.#running.get(key); ending?.controller.signal.aborted; ending = this.#running.get(key)) {
      await ending.done.catch(() => undefined);
    }
    if (abort.aborted) throw cancelled();
    const running = this.#running.get(key) ?? this.#start(key, work);
    running.listeners.add(onProgress);
    if (running.last !== undefined) onProgress(running.last);
    const { promise: left, reject: leave } = Promise.withResolvers<never>();
    const onAbort = (): void => leave(cancelled());
    abort.addEventListener('abort', onAbort);
    try {
      return (await Promise.race([running.done, left])) as T;
    } finally {
      abort.removeEventListener('abort', onAbort);
      running.listeners.delete(onProgress);
      const isOver = this.#running.get(key) !== running;
      if (running.listeners.size === 0 && !isOver) running.controller.abort();
    }
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done));
  }

  /** Aborts everything. */
  abortAll(): void {
    for (const { controller } of this.#running.values()) controller.abort();
  }

  #start(key: string, work: Work<T, Progress>): Running<Progress> {
    const controller = new AbortController();
    const listeners: Running<Progress>['listeners'] = new Set();
    const report = (progress: Progress): void => {
      running.last = progress;
      for (const listener of listeners) listener(progress);
    };
    const done = Promise.resolve()
      .then(() => work(controller.signal, report))
      .finally(() => this.#running.delete(key));
    const running: Running<Progress> = { controller, listeners, done, last: undefined };
    this.#running.set(key, running);
    // Whoever is interested waits in `join`.
    done.catch(() => undefined);
    return running;
  }
}

function cancelled(): ConmanError {
  return new ConmanError('cancelled', 'the pull was cancelled', {
    hint: 'What was fetched is kept: the next pull goes on from there.',
  });
}
