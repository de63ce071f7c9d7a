/** How many frames after a key may come without waiting, and for how long: an answer often comes in two or three. */
const hurriedFrames = 4;
const hurriedForMs = 100;

/**
 * Says when to draw: at most so many times a second, but without delay after a pause or a key. Nothing runs while
 * nothing is requested.
 */
export class FrameClock {
  readonly #draw: () => void;
  readonly #intervalMs: number;
  #lastFrameAt = Number.NEGATIVE_INFINITY;
  #hurriedLeft = 0;
  #hurriedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #isRequested = false;
  /** Counts what was scheduled, so that what was overtaken knows it. */
  #turn = 0;

  constructor(draw: () => void, framesPerSecond = 60) {
    this.#draw = draw;
    this.#intervalMs = 1000 / framesPerSecond;
  }

  /** Somebody pressed a key: show what comes of it at once. */
  hurry(): void {
    this.#hurriedLeft = hurriedFrames;
    this.#hurriedUntil = performance.now() + hurriedForMs;
  }

  /** Draw soon. Requests until then are one. */
  request(): void {
    const now = performance.now();
    if (this.#hurriedLeft > 0 && now < this.#hurriedUntil) {
      this.#hurriedLeft--;
      queueMicrotask(this.#nextTurn());
      return;
    }
    if (this.#isRequested) return;
    const waitMs = this.#lastFrameAt + this.#intervalMs - now;
    if (waitMs <= 0) setImmediate(this.#nextTurn());
    else this.#timer = setTimeout(this.#nextTurn(), Math.ceil(waitMs));
  }

  /** Draw at once, whatever was requested. */
  drawNow(): void {
    this.#nextTurn()();
  }

  stop(): void {
    this.#nextTurn();
    this.#isRequested = false;
  }

  /** Calls off what is scheduled and gives the function to schedule instead. */
  #nextTurn(): () => void {
    clearTimeout(this.#timer);
    this.#isRequested = true;
    const turn = ++this.#turn;
    return () => {
      if (turn !== this.#turn) return;
      this.#isRequested = false;
      this.#lastFrameAt = performance.now();
      this.#draw();
    };
  }
}
