import type { StreamMessage } from '../api/stream.ts';
import type { ConmanError } from '../errors/index.ts';

export interface FlowControl {
  /** More than `highBytes` of output wait: send no more for now. */
  full(): void;
  /** No more than `lowBytes` wait after it was full. */
  drained(): void;
}

const highBytes = 256 * 1024;
const lowBytes = 64 * 1024;
/** Pieces of output that wait are taken as one of at most so many bytes. */
const joinedBytes = 64 * 1024;

/** Messages of one stream session between who produces them and the one client that iterates. */
export class MessageQueue implements AsyncIterable<StreamMessage> {
  readonly #flow: FlowControl;
  readonly #waiting: StreamMessage[] = [];
  #waitingBytes = 0;
  #isFull = false;
  #ended = false;
  #error: ConmanError | undefined;
  #wake: (() => void) | undefined;

  constructor(flow: FlowControl) {
    this.#flow = flow;
  }

  /** Output bytes that nobody has taken yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** After `end` or a failure nothing is taken any more. */
  push(message: StreamMessage): void {
    if (this.#ended) return;
    this.#ended = message.kind === 'end';
    this.#waiting.push(message);
    this.#waitingBytes += bytesOf(message);
    this.#wake?.();
    if (!this.#isFull && this.#waitingBytes > highBytes) {
      this.#isFull = true;
      this.#flow.full();
    }
  }

  /** The iteration throws it after the messages that are there. */
  fail(error: ConmanError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StreamMessage> {
    for (;;) {
      const message = this.#take();
      if (message !== undefined) {
        this.#taken(bytesOf(message));
        yield message;
      } else if (this.#ended) {
        if (this.#error !== undefined) throw this.#error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      }
    }
  }

  /** The next message, and all of the output of its channel that follows it. */
  #take(): StreamMessage | undefined {
    const first = this.#waiting.shift();
    if (first?.kind !== 'output') return first;
    const pieces = [first.data];
    let bytes = first.data.length;
    for (;;) {
      const [next] = this.#waiting;
      if (next?.kind !== 'output' || next.channel !== first.channel) break;
      bytes += next.data.length;
      if (bytes > joinedBytes) break;
      pieces.push(next.data);
      this.#waiting.shift();
    }
    return pieces.length === 1 ? first : { ...first, data: Buffer.concat(pieces) };
  }

  #taken(bytes: number): void {
    this.#waitingBytes -= bytes;
    if (this.#isFull && this.#waitingBytes <= lowBytes) {
      this.#isFull = false;
      this.#flow.drained();
    }
  }
}

function bytesOf(message: StreamMessage): number {
  return message.kind === 'output' ? message.data.length : 0;
}
