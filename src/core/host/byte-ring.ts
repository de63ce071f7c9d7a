import { ConmanError } from '../errors/index.ts';

/** Indices of the control words. The signals count what happened on either side, so that no wake-up is lost. */
const WRITTEN = 0;
const READ = 1;
const ENDED = 2;
const GONE = 3;
const WRITER_SIGNAL = 4;
const READER_SIGNAL = 5;
const controlWords = 6;
/** Values of ENDED. */
const open = 0;
const whole = 1;
const broken = 2;

const controlBytes = controlWords * Int32Array.BYTES_PER_ELEMENT;

/**
 * Bytes on their way from one thread to another, through memory that both have. Each side has a waiting form, for worker
 * threads, and one that gives way, for an event loop. One writer and one reader.
 */
export class ByteRing {
  /** To be handed to the other thread, which makes a ring of it. */
  readonly memory: SharedArrayBuffer;
  readonly #control: Int32Array;
  readonly #data: Buffer;
  /** What was handed out last is free again at the next call. */
  #handedOut = 0;

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.#control = new Int32Array(memory, 0, controlWords);
    this.#data = Buffer.from(memory, controlBytes);
  }

  /** `capacityBytes` is a power of two, so that it divides the range of the counters. */
  static create(capacityBytes: number): ByteRing {
    return new ByteRing(new SharedArrayBuffer(controlBytes + capacityBytes));
  }

  /** Waits for room. False: the reader is gone. */
  writeSync(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length; ) {
      const signal = Atomics.load(this.#control, READER_SIGNAL);
      if (this.#isGone) return false;
      const written = this.#fill(chunk, at);
      at += written;
      if (written === 0) Atomics.wait(this.#control, READER_SIGNAL, signal);
    }
    return true;
  }

  /** As writeSync. */
  async write(chunk: Uint8Array): Promise<boolean> {
    for (let at = 0; at < chunk.length; ) {
      const signal = Atomics.load(this.#control, READER_SIGNAL);
      if (this.#isGone) return false;
      const written = this.#fill(chunk, at);
      at += written;
      if (written === 0) await Atomics.waitAsync(this.#control, READER_SIGNAL, signal).value;
    }
    return true;
  }

  /** What can be written without waiting, wherever the memory ends. */
  get freeBytes(): number {
    return this.#data.length - this.#usedBytes;
  }

  /** Waits until the reader is done with everything that was written. False: it is gone. */
  drainSync(): boolean {
    for (;;) {
      const signal = Atomics.load(this.#control, READER_SIGNAL);
      if (this.#usedBytes === 0) return true;
      if (this.#isGone) return false;
      Atomics.wait(this.#control, READER_SIGNAL, signal);
    }
  }

  /** The writer has nothing more. */
  end(): void {
    this.#end(whole);
  }

  /** The writer cannot go on: reading fails after what was written. Without effect after `end`. */
  fail(): void {
    this.#end(broken);
  }

  /** What comes next, valid until the next call; undefined at the end. */
  readSync(): Buffer | undefined {
    for (;;) {
      const signal = Atomics.load(this.#control, WRITER_SIGNAL);
      const chunk = this.#take();
      if (chunk !== 'nothing yet') return chunk;
      Atomics.wait(this.#control, WRITER_SIGNAL, signal);
    }
  }

  /** As readSync. */
  async read(): Promise<Buffer | undefined> {
    for (;;) {
      const signal = Atomics.load(this.#control, WRITER_SIGNAL);
      const chunk = this.#take();
      if (chunk !== 'nothing yet') return chunk;
      await Atomics.waitAsync(this.#control, WRITER_SIGNAL, signal).value;
    }
  }

  /** The reader takes nothing more. */
  leave(): void {
    Atomics.store(this.#control, GONE, 1);
    this.#signal(READER_SIGNAL);
  }

  get #isGone(): boolean {
    return Atomics.load(this.#control, GONE) === 1;
  }

  /** Written, and not read to the end. */
  get #usedBytes(): number {
    return (Atomics.load(this.#control, WRITTEN) - Atomics.load(this.#control, READ)) >>> 0;
  }

  /** Copies as much as there is room for without wrapping around. */
  #fill(chunk: Uint8Array, at: number): number {
    const written = Atomics.load(this.#control, WRITTEN);
    const offset = (written >>> 0) % this.#data.length;
    const bytes = Math.min(chunk.length - at, this.freeBytes, this.#data.length - offset);
    if (bytes === 0) return 0;
    this.#data.set(chunk.subarray(at, at + bytes), offset);
    Atomics.add(this.#control, WRITTEN, bytes);
    this.#signal(WRITER_SIGNAL);
    return bytes;
  }

  #take(): Buffer | undefined | 'nothing yet' {
    if (this.#handedOut > 0) {
      Atomics.add(this.#control, READ, this.#handedOut);
      this.#handedOut = 0;
      this.#signal(READER_SIGNAL);
    }
    // In this order: what was written before the end is seen.
    const ended = Atomics.load(this.#control, ENDED);
    const read = Atomics.load(this.#control, READ);
    const available = (Atomics.load(this.#control, WRITTEN) - read) >>> 0;
    if (available === 0) {
      if (ended === broken) throw new ConmanError('cancelled', 'what was being read broke off');
      return ended === whole ? undefined : 'nothing yet';
    }
    const offset = (read >>> 0) % this.#data.length;
    const bytes = Math.min(available, this.#data.length - offset);
    this.#handedOut = bytes;
    return this.#data.subarray(offset, offset + bytes);
  }

  #end(how: number): void {
    Atomics.compareExchange(this.#control, ENDED, open, how);
    this.#signal(WRITER_SIGNAL);
  }

  #signal(word: number): void {
    Atomics.add(this.#control, word, 1);
    Atomics.notify(this.#control, word);
  }
}
