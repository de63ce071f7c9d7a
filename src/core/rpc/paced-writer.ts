/** Unsent bytes of one stream beyond which its sender has to wait. */
const maxUnsentBytes = 256 * 1024;

interface CallWriter<Message> {
  write(message: Message, sent: () => void): boolean;
  once(event: 'cancelled', listener: () => void): unknown;
}

/**
 * Writes to a call at once and counts what HTTP/2 has not taken yet. gRPC's own stream counts messages, sixteen of them,
 * however large they are.
 */
export class PacedWriter<Message> {
  readonly #call: CallWriter<Message>;
  #unsentBytes = 0;
  #over = false;
  #wake: (() => void) | undefined;

  constructor(call: CallWriter<Message>) {
    this.#call = call;
    call.once('cancelled', () => {
      this.#over = true;
      this.#wake?.();
    });
  }

  /** Resolves when more may be written; never later than the call's end. */
  async write(message: Message, bytes: number): Promise<void> {
    if (this.#over) return;
    this.#unsentBytes += bytes;
    this.#call.write(message, () => {
      this.#unsentBytes -= bytes;
      if (this.#unsentBytes < maxUnsentBytes) this.#wake?.();
    });
    if (this.#unsentBytes >= maxUnsentBytes && !this.#over) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
