import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { ConmanError } from '../errors/index.ts';
import { runWorkerTask, serveWorkerTask } from './worker-thread.ts';

/** Chunks that may be under way in one direction. */
const windowChunks = 16;
/** How long a thread has to stop by itself, and take back what is half done, before it is ended, in ms. */
const cancelGraceMs = 2_000;

/** Numbers that a thread and its caller share, by their place. */
const cancelled = 0;
/** Chunks of output that the caller has taken. */
const taken = 1;
/** Chunks of input that the caller has given, its end among them. */
const given = 2;

interface Link<Data> {
  readonly data: Data;
  readonly counters: Int32Array<SharedArrayBuffer>;
  readonly input: MessagePort;
}

type Message<Result> =
  | { readonly kind: 'chunk'; readonly chunk: Uint8Array }
  | { readonly kind: 'result'; readonly result: Result };

/** What the code in the thread works with. It may wait: nobody else needs the thread. */
export interface ThreadPipes {
  /** Hands a chunk on; waits while the caller is behind. The chunk must not be touched afterwards. */
  write(chunk: Uint8Array): void;
  /** The next chunk of input; waits for it. Undefined at the end. */
  read(): Uint8Array | undefined;
  /** Throws `cancelled` when its caller wants it to stop; writing and reading do so too. */
  expectWanted(): void;
}

/** A thread that does one thing, with bounded streams of bytes in and out. */
export class StreamingThread<Result> {
  readonly #counters = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  readonly #input = new MessageChannel();
  readonly #chunks: Uint8Array[] = [];
  readonly #hardAbort = new AbortController();
  readonly #done: Promise<void>;
  #result: Result | undefined;
  #ended = false;
  #unread = 0;
  #wake: (() => void) | undefined;
  #wakeWriter: (() => void) | undefined;

  constructor(program: URL, data: unknown, abort?: AbortSignal) {
    abort?.addEventListener('abort', this.#cancel, { once: true });
    const link = { data, counters: this.#counters, input: this.#input.port2 };
    this.#done = runWorkerTask<Message<Result>>({
      ...{ program, data: link, ports: [this.#input.port2], abort: this.#hardAbort.signal },
      onMessage: (message) => this.#take(message),
    }).finally(() => {
      this.#ended = true;
      abort?.removeEventListener('abort', this.#cancel);
      this.#input.port1.close();
      this.#wake?.();
      this.#wakeWriter?.();
    });
    this.#done.catch(() => undefined);
    this.#input.port1.on('message', () => {
      this.#unread -= 1;
      this.#wakeWriter?.();
    });
    if (abort?.aborted) this.#cancel();
  }

  /** What the thread gave at its end. Rejects with its error, or `cancelled` after an abort. */
  async result(): Promise<Result> {
    await this.#done;
    return this.#result as Result;
  }

  /** What the thread writes. A reader that leaves cancels it. */
  async *output(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          Atomics.add(this.#counters, taken, 1);
          Atomics.notify(this.#counters, taken);
          yield chunk;
        } else if (this.#ended) {
          await this.#done;
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      if (!this.#ended) this.#cancel();
      await this.#done.catch(() => undefined);
    }
  }

  /** The result of a thread that takes this input. */
  async consume(chunks: AsyncIterable<Uint8Array>): Promise<Result> {
    let feedError: unknown;
    // Not waited for: a thread that has failed takes no more, and more may never come.
    this.#feed(chunks).catch((error: unknown) => {
      feedError = error;
    });
    try {
      return await this.result();
    } catch (error) {
      // Without its input the thread could only be cancelled.
      throw feedError ?? error;
    }
  }

  /** Waits while the thread is behind; ends early when it does. */
  async #feed(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of chunks) {
        if (this.#ended) return;
        this.#give(chunk);
        while (this.#unread >= windowChunks && !this.#ended) {
          await new Promise<void>((resolve) => {
            this.#wakeWriter = resolve;
          });
        }
      }
      this.#give(undefined);
    } catch (error) {
      this.#cancel();
      throw error;
    }
  }

  #give(chunk: Uint8Array | undefined): void {
    this.#unread += 1;
    // A copy of its own: what is cloned is the whole memory that a chunk is a part of.
    this.#input.port1.postMessage(chunk && new Uint8Array(chunk));
    Atomics.add(this.#counters, given, 1);
    Atomics.notify(this.#counters, given);
  }

  #take(message: Message<Result>): void {
    if (message.kind === 'result') this.#result = message.result;
    else this.#chunks.push(message.chunk);
    this.#wake?.();
  }

  readonly #cancel = (): void => {
    Atomics.store(this.#counters, cancelled, 1);
    for (const place of [taken, given]) Atomics.notify(this.#counters, place);
    const timer = setTimeout(() => this.#hardAbort.abort(), cancelGraceMs);
    void this.#done.catch(() => undefined).then(() => clearTimeout(timer));
  };
}

/** The other end: what the program of such a thread does. */
export async function serveStreamingThread<Data, Result>(
  work: (data: Data, pipes: ThreadPipes) => Result,
): Promise<void> {
  await serveWorkerTask<Link<Data>, Message<Result>>(async ({ data, counters, input }, post) => {
    try {
      post({ kind: 'result', result: work(data, new Pipes(counters, input, post)) });
    } finally {
      input.close();
    }
  });
}

class Pipes implements ThreadPipes {
  readonly #counters: Int32Array;
  readonly #input: MessagePort;
  readonly #post: (message: Message<never>) => void;
  #written = 0;

  constructor(counters: Int32Array, input: MessagePort, post: (message: Message<never>) => void) {
    this.#counters = counters;
    this.#input = input;
    this.#post = post;
  }

  write(chunk: Uint8Array): void {
    for (;;) {
      this.expectWanted();
      const seen = Atomics.load(this.#counters, taken);
      if (this.#written - seen < windowChunks) break;
      Atomics.wait(this.#counters, taken, seen);
    }
    this.#written += 1;
    this.#post({ kind: 'chunk', chunk });
  }

  read(): Uint8Array | undefined {
    for (;;) {
      this.expectWanted();
      const seen = Atomics.load(this.#counters, given);
      const received = receiveMessageOnPort(this.#input);
      if (received !== undefined) {
        this.#input.postMessage('taken');
        return received.message;
      }
      Atomics.wait(this.#counters, given, seen);
    }
  }

  expectWanted(): void {
    if (Atomics.load(this.#counters, cancelled) === 1) throw new ConmanError('cancelled', 'it was cancelled');
  }
}
