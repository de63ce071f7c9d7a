import type { ContainerExit, TerminalSize } from '../api/container.ts';
import type { CreateExecOptions, ExecSession } from '../api/exec.ts';
import type { AttachOptions, OutputChannel, StreamSession } from '../api/stream.ts';
import { ConmanError } from '../errors/index.ts';
import type { InteractiveListener, InteractiveProcess } from '../host/interactive-process.ts';
import { ExecClients } from './exec-clients.ts';
import { Scrollback } from './scrollback.ts';
import { expectTerminalSize, isTerminalSize } from './terminal-size.ts';

/** Output kept for the next client, in bytes. */
const scrollbackBytes = 256 * 1024;

/** What a session is made of, beside its process. */
export interface ExecSessionFacts {
  readonly id: string;
  readonly containerId: string;
  readonly command: readonly string[];
  readonly options: CreateExecOptions;
  readonly startedAt: bigint;
}

/** One process run in a container, its output and those who watch it. Its process is given to it once it is started. */
export class LiveExecSession implements InteractiveListener {
  readonly #facts: ExecSessionFacts;
  readonly #clients = new ExecClients((paused) => (paused ? this.#process?.pause() : this.#process?.resume()));
  readonly #scrollback = new Scrollback(scrollbackBytes);
  readonly #ended = Promise.withResolvers<ContainerExit>();
  readonly #nowNs: () => bigint;
  #process: InteractiveProcess | undefined;
  #stdinClosed = false;
  #exit: ContainerExit | undefined;

  constructor(facts: ExecSessionFacts, nowNs: () => bigint) {
    this.#facts = facts;
    this.#nowNs = nowNs;
    this.#stdinClosed = !facts.options.stdin;
  }

  get id(): string {
    return this.#facts.id;
  }

  get containerId(): string {
    return this.#facts.containerId;
  }

  get tty(): boolean {
    return this.#facts.options.tty;
  }

  /** Whether its command is one of the host. */
  get isDebug(): boolean {
    return this.#facts.options.debug ?? false;
  }

  get hasEnded(): boolean {
    return this.#exit !== undefined;
  }

  /** How the process ended; never rejects. */
  get whenEnded(): Promise<ContainerExit> {
    return this.#ended.promise;
  }

  summary(): ExecSession {
    const { id, containerId, command, options, startedAt } = this.#facts;
    return { id, containerId, command, tty: options.tty, startedAt, exit: this.#exit, clients: this.#clients.count };
  }

  runs(process: InteractiveProcess): void {
    this.#process = process;
  }

  output(channel: OutputChannel, data: Buffer): void {
    this.#clients.output(channel, data);
    this.#scrollback.add(channel, data);
  }

  stdinClosed(): void {
    if (this.#stdinClosed) return;
    this.#stdinClosed = true;
    this.#clients.broadcast({ kind: 'stdin-closed' });
  }

  /** runc tells of a signal as shells do, by 128 + its number. It says nothing when it was killed itself. */
  ended(exitCode: number | undefined): void {
    const reason = exitCode === undefined ? 'unknown' : 'exited';
    this.#exit = { reason, code: exitCode, signal: undefined, at: this.#nowNs() };
    this.#clients.broadcast({ kind: 'end', exit: this.#exit });
    this.#ended.resolve(this.#exit);
  }

  /** Scrollback first, then what is written from now on. Attaching to a session that has ended shows its end. */
  attach({ stdin, stdout, stderr, terminalSize }: AttachOptions): StreamSession {
    if (terminalSize !== undefined) {
      expectTerminalSize(terminalSize);
      this.#resize(terminalSize);
    }
    const channels = new Set<OutputChannel>();
    if (stdout) channels.add('stdout');
    if (stderr) channels.add('stderr');
    const client = this.#clients.add(channels);
    for (const { channel, data } of this.#scrollback.pieces()) {
      if (channels.has(channel)) client.queue.push({ kind: 'output', channel, data });
    }
    if (stdin && this.#stdinClosed) client.queue.push({ kind: 'stdin-closed' });
    const leave = (): void => {
      client.queue.push({ kind: 'end', exit: this.#exit });
      this.#clients.remove(client);
    };
    if (this.hasEnded) leave();
    return {
      messages: client.queue,
      write: (data) => (stdin ? this.#write(data) : Promise.reject(noStdin())),
      closeStdin: () => {
        if (stdin) this.#process?.closeStdin();
      },
      resize: (size) => this.#resize(size),
      detach: leave,
    };
  }

  async #write(data: Uint8Array): Promise<void> {
    if (!this.#stdinClosed && !this.hasEnded) await this.#process?.write(data);
  }

  /** The last client to say a size wins, as it is the one in use. */
  #resize(size: TerminalSize): void {
    if (isTerminalSize(size)) this.#process?.resize(size.columns, size.rows);
  }
}

function noStdin(): ConmanError {
  return new ConmanError('failed-precondition', 'this client attached without stdin');
}
