import { FlowControl } from './flow-control.ts';
import { ReadingLull } from './reading-lull.ts';

export interface OutputQueueOptions {
  /** What of a large piece of output has to be parsed at all. */
  readonly reduce: (output: Uint8Array) => Uint8Array;
  /** Takes output at once, all of it. */
  readonly parse: (output: Uint8Array) => void;
  /** True: more waits than can be taken soon, stop reading. False: go on. */
  readonly onFlow: (isPaused: boolean) => void;
}

/** A frame of the screen: who writes more than a screen in it is not waited for letter by letter. */
const shortestWaitMs = 16;
/** While most of the output is gone before it could be seen. */
const longestWaitMs = 100;
/** Output of a window that is parsed as it comes: a whole screen of colours. */
const promptBytes = 32 * 1024;
/** Looked at as one: most of it has been scrolled away by the rest. */
const batchBytes = 1024 * 1024;
/** Parsed between other work, keys and reading above all: a millisecond or two of short lines. */
const parsedAtOnceBytes = 8 * 1024;

const nothing = new Uint8Array(0);

/**
 * Output on its way to the emulator: what answers a key at once, a flood in large pieces, a moment apart, most of which
 * has scrolled away by then. When a flood pauses, what has come is parsed without waiting for more.
 */
export class OutputQueue {
  readonly #reduce: (output: Uint8Array) => Uint8Array;
  readonly #parse: (output: Uint8Array) => void;
  readonly #flow: FlowControl;
  readonly #lull = new ReadingLull(() => this.#notePause());
  /** Not looked at yet. */
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  /** What is still to be parsed of what was looked at. */
  #batch: Uint8Array = nothing;
  #isParsing = false;
  #windowEnd = 0;
  #promptBytesLeft = promptBytes;
  /** How long output is gathered; more than the shortest time in a flood. */
  #waitMs = shortestWaitMs;
  #dueAt = 0;
  #hasPaused = false;
  #isHeld = false;

  constructor({ reduce, parse, onFlow }: OutputQueueOptions) {
    this.#reduce = reduce;
    this.#parse = parse;
    this.#flow = new FlowControl(onFlow);
  }

  add(output: Uint8Array): void {
    const now = performance.now();
    if (now >= this.#windowEnd) {
      this.#windowEnd = now + shortestWaitMs;
      this.#promptBytesLeft = promptBytes;
    }
    this.#promptBytesLeft -= output.length;
    if (this.#promptBytesLeft >= 0 && this.#waitMs === shortestWaitMs && this.#waitingBytes === 0 && !this.#isHeld) {
      this.#parse(output);
      return;
    }
    if (this.#gatheredBytes === 0) this.#dueAt = now + this.#waitMs;
    this.#gathered.push(output);
    this.#gatheredBytes += output.length;
    this.#flow.add(output.length);
    this.#hasPaused = false;
    if (this.#isHeld) return;
    this.#lull.noteRead();
    if (now >= this.#dueAt || this.#gatheredBytes >= batchBytes) this.#startParsing();
  }

  /** Parses nothing until `release`: the sender is asked to wait when too much has come. */
  hold(): void {
    this.#isHeld = true;
    this.#isParsing = false;
    this.#lull.stop();
  }

  release(): void {
    this.#isHeld = false;
    this.#notePause();
  }

  /** Parses all that waits. */
  flush(): void {
    while (this.#waitingBytes > 0) this.#parsePart();
  }

  /** Resolves when little enough waits: wait for it before reading more. */
  settled(): Promise<void> {
    return this.#flow.settled();
  }

  stop(): void {
    this.#lull.stop();
    this.#flow.remove(this.#waitingBytes);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    this.#batch = nothing;
  }

  get #waitingBytes(): number {
    return this.#gatheredBytes + this.#batch.length;
  }

  /** Nobody gains by waiting for more. */
  #notePause(): void {
    this.#hasPaused = true;
    this.#startParsing();
  }

  #startParsing(): void {
    if (this.#isParsing) return;
    this.#isParsing = true;
    this.#lull.whenDrained(() => this.#parseOn());
  }

  #parseOn(): void {
    if (this.#waitingBytes > 0) this.#parsePart();
    const isMoreDue = this.#gatheredBytes > 0 && (this.#hasPaused || performance.now() >= this.#dueAt);
    this.#isParsing = this.#batch.length > 0 || isMoreDue;
    if (this.#isParsing) this.#lull.whenDrained(() => this.#parseOn());
  }

  #parsePart(): void {
    if (this.#batch.length === 0) this.#lookAtGathered();
    const part = this.#batch.subarray(0, parsedAtOnceBytes);
    this.#batch = this.#batch.subarray(part.length);
    this.#parse(part);
    this.#flow.remove(part.length);
  }

  #lookAtGathered(): void {
    const [first] = this.#gathered;
    const all = this.#gathered.length === 1 && first ? first : Buffer.concat(this.#gathered);
    const batch = all.subarray(0, batchBytes);
    this.#gathered = batch.length < all.length ? [all.subarray(batch.length)] : [];
    this.#gatheredBytes = all.length - batch.length;
    this.#batch = this.#reduce(batch);
    this.#flow.remove(batch.length - this.#batch.length);
    const isFlood = !this.#hasPaused && this.#batch.length < batch.length / 2;
    this.#waitMs = isFlood ? Math.min(longestWaitMs, this.#waitMs * 2) : shortestWaitMs;
  }
}
