import { FlowControl } from './flow-control.ts';

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
/** Parsed between other work, keys above all: this takes a few ms. */
const parsedAtOnceBytes = 64 * 1024;

/**
 * Output on its way to the emulator: what answers a key at once, a flood in large pieces, a moment apart, most of which
 * has scrolled away by then.
 */
export class OutputQueue {
  readonly #reduce: (output: Uint8Array) => Uint8Array;
  readonly #parse: (output: Uint8Array) => void;
  readonly #flow: FlowControl;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #windowEnd = 0;
  #promptBytesLeft = promptBytes;
  #waitMs = shortestWaitMs;
  #timer: NodeJS.Timeout | undefined;
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
    if (this.#waitingBytes === 0 && this.#promptBytesLeft >= 0 && !this.#isHeld) {
      this.#parse(output);
      return;
    }
    this.#waiting.push(output);
    this.#waitingBytes += output.length;
    this.#flow.add(output.length);
    if (this.#isHeld) return;
    this.#timer ??= setTimeout(() => this.#parseBatch(), this.#waitMs);
    if (this.#waitingBytes >= batchBytes) this.#parseSoon();
  }

  /** Parses nothing until `release`: the sender is asked to wait when too much has come. */
  hold(): void {
    this.#isHeld = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  release(): void {
    this.#isHeld = false;
    if (this.#waitingBytes > 0) this.#parseSoon();
  }

  /** Parses all that waits. */
  flush(): void {
    while (this.#waitingBytes > 0) this.#parseBatch();
  }

  /** Resolves when little enough waits: wait for it before reading more. */
  settled(): Promise<void> {
    return this.#flow.settled();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#flow.remove(this.#waitingBytes);
    this.#waitingBytes = 0;
  }

  #parseSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#parseBatch());
  }

  #parseBatch(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#takeBatch();
    const reduced = this.#reduce(batch);
    const isFlood = reduced.length < batch.length / 2;
    this.#waitMs = isFlood ? Math.min(longestWaitMs, this.#waitMs * 2) : shortestWaitMs;
    const rest = reduced.subarray(parsedAtOnceBytes);
    if (rest.length > 0) this.#waiting.unshift(rest);
    this.#waitingBytes += rest.length;
    this.#parse(reduced.subarray(0, parsedAtOnceBytes));
    this.#flow.remove(batch.length - rest.length);
    if (this.#waitingBytes > 0) this.#parseSoon();
  }

  #takeBatch(): Uint8Array {
    const [first] = this.#waiting;
    const all = this.#waiting.length === 1 && first ? first : Buffer.concat(this.#waiting);
    const batch = all.subarray(0, batchBytes);
    this.#waiting = batch.length < all.length ? [all.subarray(batch.length)] : [];
    this.#waitingBytes -= batch.length;
    return batch;
  }
}
