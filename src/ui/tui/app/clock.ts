import { msToNextAge } from '../present/age.ts';
import type { AppState } from '../state/app-state.ts';
import { ageSince } from './container-rows.ts';
import type { Dispatch } from './store.ts';

/** How often the seconds of a long operation count on. */
const progressMs = 1_000;

/** Sends a tick when an age or a progress on the screen says something else, and never else. */
export class Clock {
  readonly #dispatch: Dispatch;
  readonly #nowMs: () => number;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Number.POSITIVE_INFINITY;

  constructor(dispatch: Dispatch, nowMs: () => number) {
    this.#dispatch = dispatch;
    this.#nowMs = nowMs;
  }

  /** Sets the alarm for what the state shows. */
  take(state: AppState): void {
    const now = this.#nowMs();
    const untilAge = msToNextAge(state.visible.map(ageSince), now);
    const hasProgress = [...state.operations.values()].some(({ slowSinceMs }) => slowSinceMs !== undefined);
    const dueMs = now + Math.min(untilAge, hasProgress ? progressMs : Number.POSITIVE_INFINITY);
    // An alarm that is a little early does no harm; setting a timer for every message would cost more.
    if (this.#timer && dueMs >= this.#dueMs && this.#dueMs > now) return;
    this.stop();
    if (!Number.isFinite(dueMs)) return;
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => this.#ring(), Math.min(dueMs - now, 2 ** 31 - 1));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueMs = Number.POSITIVE_INFINITY;
  }

  #ring(): void {
    this.stop();
    this.#dispatch({ kind: 'tick', nowMs: this.#nowMs() });
  }
}
