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
      const message = this.#waiting.shift();
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
