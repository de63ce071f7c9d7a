import { type ScreenModel, screenModel } from '../screens/screen-model.ts';
import type { AppState } from '../state/app-state.ts';

/** Runs a callback when the screen is ready for another frame. */
export type FrameRequest = (callback: () => void) => void;

/**
 * What Ink draws, as an external store of React. It changes only when the model does, at the pace of the screen: a key
 * that moves the selection, or a container's event that changes no words of the frame, leaves Ink at rest.
 */
export class ModelFeed {
  #model: ScreenModel;
  #state: AppState;
  #requested = false;
  readonly #request: FrameRequest;
  readonly #listeners = new Set<() => void>();

  constructor(state: AppState, request: FrameRequest) {
    this.#state = state;
    this.#model = screenModel(state);
    this.#request = request;
  }

  /** Takes the newest state; what is drawn follows with the next frame. */
  take(state: AppState): void {
    this.#state = state;
    if (this.#requested) return;
    this.#requested = true;
    this.#request(() => {
      this.#requested = false;
      this.settle();
    });
  }

  /** Draws the newest state without waiting for a frame. */
  settle(): void {
    const model = screenModel(this.#state);
    if (isSame(model, this.#model)) return;
    this.#model = model;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly current = (): ScreenModel => this.#model;
}

/** Equal as plain data. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => isSame(one[key as keyof typeof one], other[key as keyof typeof other]));
}
