/** Who has written nothing for so long has paused; a busy machine keeps a writer waiting for a core about as long. */
const pauseMs = 4;
/** What waits for a lull waits no longer than this. */
const longestWaitMs = 16;

/**
 * Finds moments in the reading of a stream in which other work holds nobody up. While the event loop is busy a terminal
 * is not read, its buffer (64 kB) is full in 4 ms, and then its program waits.
 */
export class ReadingLull {
  readonly #onPause: () => void;
  #reads = 0;
  #pause: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;

  /** `onPause` is called when something was read and then nothing for some milliseconds. */
  constructor(onPause: () => void) {
    this.#onPause = onPause;
  }

  /** Something was read. */
  noteRead(): void {
    this.#reads++;
    this.#pause = this.#pause?.refresh() ?? setTimeout(() => this.#confirmPause(), pauseMs);
  }

  /** Calls back when all that is there has been read. One callback at a time. */
  whenDrained(callback: () => void): void {
    const latest = performance.now() + longestWaitMs;
    const look = (): void => {
      const readsBefore = this.#reads;
      // Immediates run right after the event loop has read what there was.
      this.#soon = setImmediate(() => {
        if (this.#reads === readsBefore || performance.now() >= latest) callback();
        else look();
      });
    };
    clearImmediate(this.#soon);
    look();
  }

  stop(): void {
    clearTimeout(this.#pause);
    clearImmediate(this.#soon);
    this.#pause = undefined;
  }

  /** Timers run before reading: after a long piece of work one is due although there is something to read. */
  #confirmPause(): void {
    const readsBefore = this.#reads;
    setImmediate(() => {
      if (this.#reads === readsBefore && this.#pause) this.#onPause();
    });
  }
}
