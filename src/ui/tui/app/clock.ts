import { msToNextAge } from '../../words/age.ts';
import type { AppState } from '../state/app-state.ts';
import { viewNamed } from '../views/registry.ts';
import type { Dispatch } from './store.ts';

/** How often the seconds of a long operation count on. */
const progressMs = 1_000;

/** When what the ages of the list count from began. */
function agesIn({ viewId, visible }: AppState): readonly bigint[] {
  const { ageSince } = viewNamed(viewId);
  if (!ageSince) return [];
  return visible.flatMap(({ item, heading }) => {
    const since = heading === undefined ? ageSince(item) : undefined;
    return since === undefined ? [] : [since];
  });
}

/** Sends a tick when an age or a progress on the screen says something else, and never else. */
export class Clock {
  readonly #dispatch: Dispatch;
  readonly #nowMs: () => number;
  #timer: NodeJS.Timeout | undefined;
  #visible: AppState['visible'] | undefined;
  #operations: AppState['operations'] | undefined;
  #slowWork: AppState['slowWork'] | undefined;

  constructor(dispatch: Dispatch, nowMs: () => number) {
    this.#dispatch = dispatch;
    this.#nowMs = nowMs;
  }

  /** Sets the alarm for what the state shows. */
  take(state: AppState): void {
    const { visible, operations, slowWork } = state;
    const isSame = visible === this.#visible && operations === this.#operations && slowWork === this.#slowWork;
    if (isSame && this.#timer) return;
    this.#visible = visible;
    this.#operations = operations;
    this.#slowWork = slowWork;
    const now = this.#nowMs();
    const untilAge = msToNextAge(agesIn(state), now);
    const hasProgress =
      slowWork.size > 0 || [...operations.values()].some(({ slowSinceMs }) => slowSinceMs !== undefined);
    const dueMs = now + Math.min(untilAge, hasProgress ? progressMs : Number.POSITIVE_INFINITY);
    this.stop();
    if (!Number.isFinite(dueMs)) return;
    this.#timer = setTimeout(() => this.#ring(), Math.min(dueMs - now, 2 ** 31 - 1));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #ring(): void {
    this.stop();
    this.#dispatch({ kind: 'tick', nowMs: this.#nowMs() });
  }
}
