import type { ContainerExit, TerminalSize } from '../../api/container.ts';
import type { StreamSession } from '../../api/stream.ts';
import { ConmanError } from '../../errors/index.ts';
import type { TcpSocket } from '../../host/tcp-server.ts';
import { InputQueue } from './input-queue.ts';
import { type Channel, channelsOf, type RemoteCommand } from './remote-command.ts';
import { exitStatus, failureStatus, type RemoteStatus } from './remote-status.ts';
import { ResizeDecoder } from './resize-decoder.ts';
import { SpdyConnection, type SpdyStreams } from './spdy-connection.ts';
import type { SpdyHeaders } from './spdy-headers.ts';

/** What the client may take to open its streams: as long as its own patience with each of them. */
const streamsDeadlineMs = 30_000;

/**
 * Serves `command` to the client on an upgraded socket, until one of them ends it or `abort`. Resolves when the client
 * was told everything, or is gone. The client's leaving is a detach.
 */
export async function serveRemoteCommand(socket: TcpSocket, command: RemoteCommand, abort: AbortSignal): Promise<void> {
  const session = new RemoteCommandSession(socket, command);
  const stop = (): void => session.leave(new ConmanError('unavailable', 'conmand is stopping; the process goes on'));
  abort.addEventListener('abort', stop);
  if (abort.aborted) stop();
  try {
    await session.run();
  } finally {
    abort.removeEventListener('abort', stop);
  }
}

class RemoteCommandSession implements SpdyStreams {
  readonly #command: RemoteCommand;
  readonly #connection: SpdyConnection;
  readonly #channels: ReadonlySet<Channel>;
  readonly #streamIds = new Map<Channel, number>();
  readonly #allOpened = Promise.withResolvers<void>();
  readonly #input = new InputQueue();
  readonly #resizes = new ResizeDecoder();
  #terminalSize: TerminalSize | undefined;
  #session: StreamSession | undefined;
  #leaving: ConmanError | undefined;

  constructor(socket: TcpSocket, command: RemoteCommand) {
    this.#command = command;
    this.#channels = channelsOf(command.streams);
    this.#connection = new SpdyConnection(socket, this);
  }

  async run(): Promise<void> {
    void this.#connection.closed.then(() => this.leave(new ConmanError('cancelled', 'the client is gone')));
    void this.#connection.read();
    const status = await this.#serve().catch((error: unknown) => failureStatus(ConmanError.from(error)));
    this.#session?.detach();
    this.#input.close();
    await this.#finish(status);
  }

  /** Ends it without the process. */
  leave(reason: ConmanError): void {
    this.#leaving ??= reason;
    this.#allOpened.reject(this.#leaving);
    this.#input.close();
    this.#session?.detach();
  }

  opened(streamId: number, headers: SpdyHeaders): boolean {
    const channel = [...this.#channels].find((name) => name === headers.get('streamtype'));
    if (channel === undefined || this.#streamIds.has(channel)) return false;
    this.#streamIds.set(channel, streamId);
    if (this.#streamIds.size === this.#channels.size) this.#allOpened.resolve();
    return true;
  }

  received(streamId: number, data: Buffer): Promise<void> | undefined {
    if (streamId === this.#streamIds.get('stdin')) return this.#input.push(data);
    if (streamId === this.#streamIds.get('resize')) this.#resize(this.#resizes.push(data));
    return undefined;
  }

  ended(streamId: number): void {
    if (streamId === this.#streamIds.get('stdin')) this.#input.end();
  }

  /** Not the end of the input: a client that is killed resets its streams as well. */
  reset(streamId: number): void {
    if (streamId === this.#streamIds.get('stdin')) this.#input.close();
  }

  async #serve(): Promise<RemoteStatus> {
    await this.#awaitStreams();
    const size = this.#terminalSize;
    const session = await this.#command.open(size);
    this.#session = session;
    // What happened meanwhile.
    if (this.#leaving !== undefined) session.detach();
    if (this.#terminalSize !== size) this.#resize(this.#terminalSize);
    void this.#input.passTo(session);
    const exit = await this.#passOutput(session);
    if (exit !== undefined) return exitStatus(exit);
    throw this.#leaving ?? new ConmanError('unavailable', 'the connection to the process was ended');
  }

  async #awaitStreams(): Promise<void> {
    const timer = setTimeout(() => {
      const missing = [...this.#channels].filter((channel) => !this.#streamIds.has(channel)).join(', ');
      this.#allOpened.reject(new ConmanError('deadline-exceeded', `the client opened no stream for ${missing}`));
    }, streamsDeadlineMs);
    try {
      await this.#allOpened.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  async #passOutput(session: StreamSession): Promise<ContainerExit | undefined> {
    for await (const message of session.messages) {
      if (message.kind === 'end') return message.exit;
      const streamId = message.kind === 'output' ? this.#streamIds.get(message.channel) : undefined;
      if (message.kind === 'output' && streamId !== undefined) await this.#connection.write(streamId, message.data);
    }
    return undefined;
  }

  #resize(size: TerminalSize | undefined): void {
    if (size === undefined) return;
    this.#terminalSize = size;
    this.#session?.resize(size);
  }

  /** The client stops reading at the end of the error stream, so that has to be the last. */
  async #finish(status: RemoteStatus): Promise<void> {
    const errorStreamId = this.#streamIds.get('error');
    for (const [channel, streamId] of this.#streamIds) if (channel !== 'error') this.#connection.end(streamId);
    if (errorStreamId !== undefined) {
      await this.#connection.write(errorStreamId, Buffer.from(JSON.stringify(status)));
      this.#connection.end(errorStreamId);
    }
    await this.#connection.finish();
  }
}
