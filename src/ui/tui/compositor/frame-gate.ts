import { FrameClock } from './frame-clock.ts';

/** Runs callbacks at most sixty times a second, and without delay after a pause or a key: for state that changes often. */
export class FrameGate {
  readonly #due = new Set<() => void>();
  readonly #clock = new FrameClock(() => this.#run());

  /** Runs `callback` soon. The same function requested twice runs once. */
  request(callback: () => void): void {
    this.#due.add(callback);
    this.#clock.request();
  }

  hurry(): void {
    this.#clock.hurry();
  }

  #run(): void {
    const due = [...this.#due];
    this.#due.clear();
    for (const callback of due) callback();
  }
}
