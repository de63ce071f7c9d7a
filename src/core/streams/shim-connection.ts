import type { TerminalSize } from '../api/container.ts';
import { ConmanError } from '../errors/index.ts';
import { connectUnixSocket, type UnixSocket } from '../host/unix-socket.ts';
import {
  attachProtocolVersion,
  clientFrame,
  encodeFrame,
  FrameDecoder,
  maxClientPayload,
  maxShimPayload,
} from './attach-frames.ts';
import { decodeShimMessage, type ShimMessage, type ShimWelcome } from './shim-messages.ts';

/** A shim answers at once; one that does not is stopped, or is no shim. */
const welcomeTimeoutMs = 5_000;

/** What to be told beside LOG_LOSS, STDIN_CLOSED and EXIT. */
export interface ShimWants {
  readonly stdout: boolean;
  readonly stderr: boolean;
}

/** Called in order, possibly before `connectShim` has resolved, and never again after `closed`. */
export interface ShimListener {
  message(message: Exclude<ShimMessage, { kind: 'welcome' | 'error' }>): void;
  /** The last call. `error` is undefined after EXIT and after `close()`; otherwise it says why the connection was lost. */
  closed(error: ConmanError | undefined): void;
}

/** A client of one shim. Its end means nothing for the container. */
export interface ShimConnection {
  readonly welcome: ShimWelcome;
  /** Resolves when the kernel took the bytes; while the container does not read, that waits. */
  write(data: Uint8Array): Promise<void>;
  closeStdin(): void;
  resize(size: TerminalSize): void;
  /** Has the container killed when so much time has passed; a later call counts instead. */
  limitRun(limitMs: number): void;
  /** Asks it to write to the file of the log's name from now on; the answer is a message. */
  reopenLog(): void;
  /** Stops reading. The shim drops a client that falls too far behind. */
  pause(): void;
  resume(): void;
  /** Idempotent. */
  close(): void;
}

/** Resolves after WELCOME. Fails with `unavailable` when no shim listens or it hangs up first. */
export async function connectShim(path: string, wants: ShimWants, listener: ShimListener): Promise<ShimConnection> {
  const socket = await connectUnixSocket(path);
  return await new Promise((resolve, reject) => {
    const client = new ShimClient(socket, listener, (outcome) =>
      outcome instanceof ConmanError ? reject(outcome) : resolve(outcome),
    );
    client.hello(wants);
  });
}

class ShimClient implements ShimConnection {
  readonly #socket: UnixSocket;
  readonly #listener: ShimListener;
  readonly #decoder = new FrameDecoder(maxShimPayload);
  #greeted: ((outcome: ShimClient | ConmanError) => void) | undefined;
  #welcome: ShimWelcome = { terminal: false, stdinOpen: false, controllable: false, pid: 0, logBytesLost: 0n };
  #deadline: NodeJS.Timeout | undefined;
  #exited = false;
  #closed = false;

  constructor(socket: UnixSocket, listener: ShimListener, greeted: (outcome: ShimClient | ConmanError) => void) {
    this.#socket = socket;
    this.#listener = listener;
    this.#greeted = greeted;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lost(`failed: ${error.code ?? error.message}`));
    socket.on('close', () => this.#lost(this.#decoder.idle ? 'was closed by the shim' : 'ended within a frame'));
  }

  hello({ stdout, stderr }: ShimWants): void {
    this.#deadline = setTimeout(() => this.#lost(`is not answered within ${welcomeTimeoutMs} ms`), welcomeTimeoutMs);
    this.#send(clientFrame.hello, Buffer.from([attachProtocolVersion, (stdout ? 1 : 0) | (stderr ? 2 : 0)]));
  }

  get welcome(): ShimWelcome {
    return this.#welcome;
  }

  async write(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; at += maxClientPayload) {
      const frame = encodeFrame(clientFrame.stdin, data.subarray(at, at + maxClientPayload));
      await new Promise<void>((resolve, reject) => {
        this.#socket.write(frame, (error) =>
          error ? reject(new ConmanError('unavailable', 'the connection to the container is closed')) : resolve(),
        );
      });
    }
  }

  closeStdin(): void {
    this.#send(clientFrame.closeStdin, Buffer.alloc(0));
  }

  resize({ columns, rows }: TerminalSize): void {
    const payload = Buffer.alloc(4);
    payload.writeUInt16BE(columns, 0);
    payload.writeUInt16BE(rows, 2);
    this.#send(clientFrame.resize, payload);
  }

  limitRun(limitMs: number): void {
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(limitMs);
    if (this.#welcome.controllable) this.#send(clientFrame.limitRun, payload);
  }

  reopenLog(): void {
    this.#send(clientFrame.reopenLog, Buffer.alloc(0));
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#closed) this.#socket.resume();
  }

  close(): void {
    this.#finish(undefined);
  }

  #send(type: number, payload: Buffer): void {
    if (!this.#closed) this.#socket.write(encodeFrame(type, payload));
  }

  #receive(chunk: Buffer): void {
    try {
      this.#decoder.push(chunk, (frame) => {
        if (!this.#closed) this.#handle(decodeShimMessage(frame));
      });
    } catch (error) {
      this.#finish(ConmanError.from(error));
    }
  }

  #handle(message: ShimMessage): void {
    if (message.kind === 'error') {
      // What the shim says when it drops a client: almost always one that did not read.
      this.#finish(new ConmanError('resource-exhausted', `the shim closed the connection: ${message.message}`));
    } else if (message.kind === 'welcome') {
      this.#welcome = message.welcome;
      this.#greet(this);
    } else if (this.#greeted !== undefined) {
      this.#finish(new ConmanError('data-loss', `the shim sent ${message.kind} before WELCOME`));
    } else {
      if (message.kind === 'exit') this.#exited = true;
      this.#listener.message(message);
    }
  }

  #greet(outcome: ShimClient | ConmanError): boolean {
    const greeted = this.#greeted;
    clearTimeout(this.#deadline);
    this.#greeted = undefined;
    greeted?.(outcome);
    return greeted !== undefined;
  }

  #lost(how: string): void {
    this.#finish(
      this.#exited ? undefined : new ConmanError('unavailable', `the connection to the container's shim ${how}`),
    );
  }

  #finish(error: ConmanError | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    // Waiting for unwritten input would keep the connection for as long as the container does not read.
    this.#socket.destroy();
    if (!this.#greet(error ?? new ConmanError('unavailable', 'the connection was closed')))
      this.#listener.closed(error);
  }
}
