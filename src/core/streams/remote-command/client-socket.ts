import type { TcpSocket } from '../../host/tcp-server.ts';

/** How long a client may take to hang up after it was told everything. */
const lingerMs = 30_000;

/** What is written to one client, at the client's pace. */
export class ClientSocket {
  /** Resolves when the client is gone. */
  readonly closed: Promise<void>;
  readonly #socket: TcpSocket;
  #isFinished = false;
  #drain: Promise<void> | undefined;

  constructor(socket: TcpSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    // 'close' follows it.
    socket.on('error', () => undefined);
    // Finds clients that vanished without a word.
    socket.setKeepAlive(true, lingerMs);
  }

  /** Nothing is written any more. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** What the client sends, until it has no more to say. */
  chunks(): AsyncIterable<Buffer> {
    return this.#socket.iterator({ destroyOnReturn: false });
  }

  write(...parts: readonly Uint8Array[]): void {
    if (this.#isFinished || !this.#socket.writable) return;
    this.#socket.cork();
    for (const part of parts) this.#socket.write(part);
    this.#socket.uncork();
  }

  /** Resolves when more may be written, at the latest when the client is gone. */
  async drained(): Promise<void> {
    if (!this.#socket.writableNeedDrain || this.#socket.destroyed) return;
    this.#drain ??= new Promise<void>((resolve) => {
      const done = (): void => {
        this.#socket.off('drain', done).off('close', done);
        this.#drain = undefined;
        resolve();
      };
      this.#socket.once('drain', done).once('close', done);
    });
    await this.#drain;
  }

  /** Resolves when the system has all that was written, or the client is gone. */
  async finish(): Promise<void> {
    this.#isFinished = true;
    // A socket that was destroyed does not always call back.
    const sent = new Promise<void>((resolve) => this.#socket.end(resolve));
    await Promise.race([sent, this.closed]);
    // Hanging up while the client still sends would make TCP throw away what it has not read yet.
    this.#hangUpLater();
  }

  /** Nothing more is read. What was written is sent, unless the client does not take it. */
  hangUp(): void {
    this.#isFinished = true;
    this.#socket.destroySoon();
    this.#hangUpLater();
  }

  /** Nothing more is sent either. */
  drop(): void {
    this.#socket.destroy();
  }

  #hangUpLater(): void {
    if (this.#socket.destroyed) return;
    const timer = setTimeout(() => this.#socket.destroy(), lingerMs).unref();
    this.#socket.once('close', () => clearTimeout(timer));
  }
}
