import type { OutputChannel } from '../api/stream.ts';
import type { MessageQueue } from './message-queue.ts';

/** What may wait for a client before output is skipped. */
const maxWaitingBytes = 1024 * 1024;

/** Passes a terminal's output on to a client and leaves some out, visibly, while it is far behind. */
export class SkippingOutput {
  readonly #queue: MessageQueue;
  #skippedBytes = 0;

  constructor(queue: MessageQueue) {
    this.#queue = queue;
  }

  push(channel: OutputChannel, data: Uint8Array): void {
    // Once something was left out, nothing may follow before that was said.
    if (this.#skippedBytes > 0 || this.#queue.waitingBytes > maxWaitingBytes) this.#skippedBytes += data.length;
    else this.#queue.push({ kind: 'output', channel, data });
  }

  /** To be called when the client has taken nearly all of what waited, and before the end. */
  sayIfAny(): void {
    if (this.#skippedBytes === 0) return;
    const text = `\r\n\x1b[0m[conman: ${this.#skippedBytes} bytes were skipped here; the log has them]\r\n`;
    this.#skippedBytes = 0;
    this.#queue.push({ kind: 'output', channel: 'stdout', data: Buffer.from(text) });
  }
}
