import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { IPty } from 'node-pty';
import type { InteractiveCommand, InteractiveListener, InteractiveProcess } from './interactive-process.ts';
import type { ProcessEndWatch, Syscalls } from './syscalls.ts';
import { systemError } from './system-error.ts';

/** What node-pty does not declare: the master's descriptor, and the stream it reads it through. */
interface PtyInternals {
  readonly fd: number;
  readonly _socket: Socket;
}

/** Runs a program on a new terminal. */
export function startOnTerminal(
  { file, args, env }: InteractiveCommand,
  size: { readonly columns: number; readonly rows: number },
  listener: InteractiveListener,
  syscalls: Syscalls,
): InteractiveProcess {
  try {
    // At first use: most lives of a daemon see no terminal.
    const { spawn }: typeof import('node-pty') = createRequire(import.meta.url)('node-pty');
    const options = { cols: size.columns, rows: size.rows, cwd: '/', env: { ...env }, encoding: null };
    const pty = spawn(file, [...args], options);
    return new TerminalProcess(pty as IPty & PtyInternals, listener, syscalls);
  } catch (error) {
    throw systemError(error, `start ${file} on a terminal`);
  }
}

class TerminalProcess implements InteractiveProcess {
  readonly #pty: IPty & PtyInternals;
  readonly #syscalls: Syscalls;
  #endWatch: ProcessEndWatch | undefined;
  #ended = false;

  constructor(pty: IPty & PtyInternals, listener: InteractiveListener, syscalls: Syscalls) {
    this.#pty = pty;
    this.#syscalls = syscalls;
    // A master that others inherit keeps the terminal alive after we have closed it.
    syscalls.closeOnExec(pty.fd);
    // Without an encoding the data is bytes, whatever the declaration says.
    pty.onData((data: unknown) => listener.output('stdout', data as Buffer));
    pty.onExit(({ exitCode, signal }) => {
      this.#ended = true;
      this.#endWatch?.close();
      listener.ended(signal ? undefined : exitCode);
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  // node-pty's own write retries a full terminal in a busy loop and cannot say when the bytes are gone.
  write(data: Uint8Array): Promise<void> {
    const socket = this.#pty._socket;
    if (this.#ended || socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      socket.write(data, () => resolve());
    });
  }

  closeStdin(): void {}

  resize(columns: number, rows: number): void {
    if (!this.#ended) this.#pty.resize(columns, rows);
  }

  /** node-pty throws away what nobody has read 200 ms after the end, so the end of the program resumes the reading. */
  pause(): void {
    if (this.#ended || this.#endWatch !== undefined) return;
    this.#endWatch = this.#syscalls.watchProcessEnd(this.pid, () => this.resume());
    if (this.#endWatch !== undefined) this.#pty.pause();
  }

  resume(): void {
    this.#endWatch?.close();
    this.#endWatch = undefined;
    if (!this.#ended) this.#pty.resume();
  }
}
