import type { StreamSession } from '../../api/stream.ts';

/** Input that may wait for the process before the client is held back, in bytes. */
const maxWaitingBytes = 256 * 1024;
/** The same in pieces, each of which may keep alive a whole chunk read from the socket. */
const maxWaitingPieces = 64;

/** Input on its way from a client to a session that may not be open yet, or does not read. */
export class InputQueue {
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #hasEnded = false;
  #isClosed = false;
  #wakeReader: (() => void) | undefined;
  #wakeWriter: (() => void) | undefined;

  /** Undefined, or resolves when there is room again. */
  push(data: Uint8Array): Promise<void> | undefined {
    if (this.#isClosed || this.#hasEnded) return undefined;
    this.#waiting.push(data);
    this.#waitingBytes += data.length;
    this.#wakeReader?.();
    if (!this.#isFull) return undefined;
    return new Promise((resolve) => {
      this.#wakeWriter = resolve;
    });
  }

  /** There is no more input behind what waits. */
  end(): void {
    this.#hasEnded = true;
    this.#wakeReader?.();
  }

  /** Drops what waits and whatever may come. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
    this.#wakeReader?.();
    this.#wakeWriter?.();
  }

  /** Until the input ends or the queue is closed. A session that takes no more input closes it. */
  async passTo(session: StreamSession): Promise<void> {
    try {
      while (!this.#isClosed) {
        const data = this.#waiting.shift();
        if (data !== undefined) {
          await session.write(data);
          this.#taken(data.length);
        } else if (this.#hasEnded) {
          return session.closeStdin();
        } else {
          await this.#more();
        }
      }
    } catch {
      // Why there is nobody to take it, the session's messages say.
      this.close();
    }
  }

  get #isFull(): boolean {
    return this.#waitingBytes >= maxWaitingBytes || this.#waiting.length >= maxWaitingPieces;
  }

  #taken(bytes: number): void {
    this.#waitingBytes -= bytes;
    if (!this.#isFull) this.#wakeWriter?.();
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wakeReader = resolve;
    });
    this.#wakeReader = undefined;
  }
}
