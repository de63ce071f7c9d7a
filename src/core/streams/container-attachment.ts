import type { ContainerExit, TerminalSize } from '../api/container.ts';
import type { LogChunk } from '../api/log.ts';
import type { AttachOptions, StreamMessage, StreamSession } from '../api/stream.ts';
import { ConmanError } from '../errors/index.ts';
import { outputOfLog } from './log-output.ts';
import { readLogFromNow } from './log-reader.ts';
import { MessageQueue } from './message-queue.ts';
import { connectShim, type ShimConnection } from './shim-connection.ts';
import type { ShimMessage } from './shim-messages.ts';
import { SkippingOutput } from './skipping-output.ts';
import { expectTerminalSize, isTerminalSize } from './terminal-size.ts';

export interface AttachTarget {
  readonly attachSocket: string;
  readonly logPath: string;
  readonly tty: boolean;
}

/**
 * Attaches to a container. It waits for no client, so a client may fall behind. On a terminal the newest output matters,
 * and comes straight from the shim; what a slow client misses is skipped, and said to be. Behind pipes every byte
 * matters, and output is read from the log, which waits for everybody.
 */
export async function attachToContainer(
  target: AttachTarget,
  options: AttachOptions,
  nowNs: () => bigint,
): Promise<StreamSession> {
  if (options.terminalSize !== undefined) expectTerminalSize(options.terminalSize);
  const attachment = new ContainerAttachment(target, options, nowNs);
  await attachment.connect();
  return attachment;
}

class ContainerAttachment implements StreamSession {
  readonly #target: AttachTarget;
  readonly #options: AttachOptions;
  readonly #nowNs: () => bigint;
  readonly #fromLog: boolean;
  /** Output of a terminal, or of a log that is read as fast as the client takes it. */
  readonly #queue = new MessageQueue({ full: () => this.#flow(true), drained: () => this.#flow(false) });
  readonly #skipping = new SkippingOutput(this.#queue);
  /** The container ended, or this client leaves: read what the log holds and no more. */
  readonly #finish = new AbortController();
  #logMayGoOn = Promise.resolve();
  #letLogGoOn: (() => void) | undefined;
  #shim: ShimConnection | undefined;
  #left = false;

  constructor(target: AttachTarget, options: AttachOptions, nowNs: () => bigint) {
    this.#target = target;
    this.#options = options;
    this.#nowNs = nowNs;
    this.#fromLog = !target.tty && (options.stdout || options.stderr);
  }

  get messages(): AsyncIterable<StreamMessage> {
    return this.#queue;
  }

  async connect(): Promise<void> {
    const { stdin, stdout, stderr, terminalSize } = this.#options;
    const { attachSocket, logPath } = this.#target;
    const ended = Promise.withResolvers<ContainerExit>();
    const wants = this.#fromLog ? { stdout: false, stderr: false } : { stdout, stderr };
    const shim = await connectShim(attachSocket, wants, {
      message: (message) => this.#receive(message, ended.resolve),
      closed: (error) => error && this.#queue.fail(error),
    });
    this.#shim = shim;
    const log = this.#fromLog ? await this.#openLog(logPath, shim) : undefined;
    void this.#run(ended.promise, log);
    if (terminalSize !== undefined) shim.resize(terminalSize);
    if (stdin && !shim.welcome.stdinOpen) this.#queue.push({ kind: 'stdin-closed' });
  }

  async #openLog(path: string, shim: ShimConnection): Promise<AsyncGenerator<LogChunk>> {
    try {
      return await readLogFromNow(path, this.#finish.signal);
    } catch (error) {
      shim.close();
      throw error;
    }
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
    this.#left = true;
    this.#queue.push({ kind: 'end', exit: undefined });
    this.#shim?.close();
    this.#finish.abort();
    this.#letLogGoOn?.();
  }

  #receive(message: Exclude<ShimMessage, { kind: 'welcome' | 'error' }>, ended: (exit: ContainerExit) => void): void {
    if (message.kind === 'output') {
      this.#skipping.push(message.channel, message.data);
    } else if (message.kind === 'exit') {
      ended(toExit(message, this.#nowNs()));
    } else if (message.kind === 'stdin-closed' && this.#options.stdin) {
      this.#queue.push({ kind: 'stdin-closed' });
    }
  }

  /** Brings the end after all output. */
  async #run(ended: Promise<ContainerExit>, log: AsyncGenerator<LogChunk> | undefined): Promise<void> {
    void ended.then(() => this.#finish.abort());
    try {
      if (log !== undefined) await this.#pass(log);
      const exit = await ended;
      this.#skipping.sayIfAny();
      this.#queue.push({ kind: 'end', exit });
    } catch (error) {
      this.#queue.fail(ConmanError.from(error));
    }
  }

  async #pass(log: AsyncGenerator<LogChunk>): Promise<void> {
    for await (const chunk of log) {
      for (const output of outputOfLog(chunk)) {
        if (this.#options[output.channel]) this.#queue.push({ kind: 'output', ...output });
      }
      await this.#logMayGoOn;
      if (this.#left) return;
    }
  }

  #flow(isFull: boolean): void {
    if (isFull) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#logMayGoOn = promise;
      this.#letLogGoOn = resolve;
    } else {
      this.#letLogGoOn?.();
      this.#skipping.sayIfAny();
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
