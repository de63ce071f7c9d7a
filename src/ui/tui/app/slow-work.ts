import type { Dispatch } from './store.ts';

/** Work that lasts longer is worth a word on the screen. */
export const slowAfterMs = 300;

export interface SlowWorkOptions {
  readonly dispatch: Dispatch;
  readonly nowMs: () => number;
}

/** Tells of reading that takes its time: what is asked of the engine beside operations. */
export class SlowWork {
  readonly #options: SlowWorkOptions;
  #nextId = 1;

  constructor(options: SlowWorkOptions) {
    this.#options = options;
  }

  /** `text` says what goes on: `reading the images`. */
  async during<Result>(text: string, work: Promise<Result>): Promise<Result> {
    const { dispatch, nowMs } = this.#options;
    const id = this.#nextId++;
    let isTold = false;
    const timer = setTimeout(() => {
      isTold = true;
      dispatch({ kind: 'work-slow', id, text, nowMs: nowMs() });
    }, slowAfterMs);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      if (isTold) dispatch({ kind: 'work-over', id });
    }
  }
}
