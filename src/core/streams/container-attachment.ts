import type { ContainerExit, TerminalSize } from '../api/container.ts';
import type { AttachOptions, StreamMessage, StreamSession } from '../api/stream.ts';
import { ConmanError } from '../errors/index.ts';
import { MessageQueue } from './message-queue.ts';
import { connectShim, type ShimConnection } from './shim-connection.ts';
import type { ShimMessage } from './shim-messages.ts';
import { expectTerminalSize, isTerminalSize } from './terminal-size.ts';

/** Attaches to a container through its shim. The shim never waits for a client: one that does not read is dropped. */
export async function attachToShim(
  socketPath: string,
  options: AttachOptions,
  nowNs: () => bigint,
): Promise<StreamSession> {
  if (options.terminalSize !== undefined) expectTerminalSize(options.terminalSize);
  const attachment = new ContainerAttachment(options, nowNs);
  await attachment.connect(socketPath);
  return attachment;
}

class ContainerAttachment implements StreamSession {
  readonly #options: AttachOptions;
  readonly #nowNs: () => bigint;
  readonly #queue = new MessageQueue({ full: () => this.#shim?.pause(), drained: () => this.#shim?.resume() });
  #shim: ShimConnection | undefined;

  constructor(options: AttachOptions, nowNs: () => bigint) {
    this.#options = options;
    this.#nowNs = nowNs;
  }

  get messages(): AsyncIterable<StreamMessage> {
    return this.#queue;
  }

  async connect(socketPath: string): Promise<void> {
    const { stdin, stdout, stderr, terminalSize } = this.#options;
    const shim = await connectShim(
      socketPath,
      { stdout, stderr },
      { message: (message) => this.#receive(message), closed: (error) => error && this.#queue.fail(error) },
    );
    this.#shim = shim;
    if (terminalSize !== undefined) shim.resize(terminalSize);
    if (stdin && !shim.welcome.stdinOpen) this.#queue.push({ kind: 'stdin-closed' });
  }

  async write(data: Uint8Array): Promise<void> {
    if (!this.#options.stdin) throw new ConmanError('failed-precondition', 'this client attached without stdin');
    await this.#shim?.write(data);
  }

  closeStdin(): void {
    if (this.#options.stdin) this.#shim?.closeStdin();
  }

  resize(size: TerminalSize): void {
    if (isTerminalSize(size)) this.#shim?.resize(size);
  }

  detach(): void {
    this.#queue.push({ kind: 'end', exit: undefined });
    this.#shim?.close();
  }

  #receive(message: Exclude<ShimMessage, { kind: 'welcome' | 'error' }>): void {
    if (message.kind === 'output') {
      this.#queue.push({ kind: 'output', channel: message.channel, data: message.data });
    } else if (message.kind === 'exit') {
      this.#queue.push({ kind: 'end', exit: toExit(message, this.#nowNs()) });
    } else if (message.kind === 'stdin-closed' && this.#options.stdin) {
      this.#queue.push({ kind: 'stdin-closed' });
    }
  }
}

/** The shim tells of the end as it happens; the time to the ns is in the exit file. */
function toExit({ reason, value }: Extract<ShimMessage, { kind: 'exit' }>, at: bigint): ContainerExit {
  switch (reason) {
    case 'exited':
      return { reason, code: value, signal: undefined, at };
    case 'signaled':
      return { reason, code: 128 + value, signal: value, at };
    case 'unknown':
      return { reason, code: undefined, signal: undefined, at };
  }
}
