import { ConmanError } from '../errors/index.ts';
import { closeDescriptor, findTerminalMaster, openFifo } from '../host/descriptors.ts';
import { isProcessAlive } from '../host/process-identity.ts';
import type { Syscalls } from '../host/syscalls.ts';
import type { Container } from './container.ts';

/**
 * What conmand keeps open of a container that runs, so that nothing ends with its shim: the output that waits in the
 * FIFOs, stdin's other end, the master of its terminal, and the process whose exit status is wanted. A shim that comes
 * after one that was killed is given them.
 */
export class Lifeline {
  /** pidfd of init, opened while it lived: only then does the kernel tell how it ended. */
  readonly init: number;
  readonly #outputs: (number | undefined)[] = [];
  #stdin: number | undefined;
  #terminal: number | undefined;
  #closed = false;

  private constructor(init: number) {
    this.init = init;
  }

  /** Undefined when init has ended already, or there are no descriptors for all of it at the moment. */
  static open(syscalls: Syscalls, { record, paths }: Container): Lifeline | undefined {
    const init = record === undefined ? undefined : syscalls.openProcess(record.init.pid);
    if (record === undefined || init === undefined) return undefined;
    // The pid may have been given to another process before it was opened.
    if (!isProcessAlive(record.init)) {
      closeDescriptor(init);
      return undefined;
    }
    const lifeline = new Lifeline(init);
    try {
      lifeline.#holdStreams(paths.attachSocket, record.stdinOnce);
      lifeline.#holdTerminal(syscalls, record);
      return lifeline;
    } catch (error) {
      lifeline.close();
      if (ConmanError.from(error).code === 'resource-exhausted') return undefined;
      throw error;
    }
  }

  #holdStreams(attachSocket: string, stdinOnce: boolean): void {
    for (const stream of [1, 2]) this.#outputs.push(openFifo(streamFifo(attachSocket, stream), 'read'));
    // Any other stdin is held open by its reader.
    this.#stdin = stdinOnce ? openFifo(streamFifo(attachSocket, 0), 'write') : undefined;
  }

  /** The master of the terminal, as long as it was held when its shim ended. */
  get terminal(): number | undefined {
    return this.#terminal;
  }

  /** Copies the master of the terminal from the shim. */
  #holdTerminal(syscalls: Syscalls, { tty, shim }: NonNullable<Container['record']>): void {
    if (!tty || shim === undefined || this.#terminal !== undefined) return;
    const shimProcess = syscalls.openProcess(shim.pid);
    if (shimProcess === undefined) return;
    const number = isProcessAlive(shim) ? findTerminalMaster(shim.pid) : undefined;
    this.#terminal = number === undefined ? undefined : syscalls.copyDescriptor(shimProcess, number);
    closeDescriptor(shimProcess);
  }

  /** Its end of file reaches the container when everybody has let go. */
  letGoOfStdin(): void {
    closeDescriptor(this.#stdin);
    this.#stdin = undefined;
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const descriptor of [this.init, ...this.#outputs, this.#stdin, this.#terminal]) closeDescriptor(descriptor);
  }
}

/** As the shim names them: `.0` is stdin, `.1` stdout, `.2` stderr (src/shim/streams.c). */
export function streamFifo(attachSocket: string, stream: number): string {
  return `${attachSocket}.${stream}`;
}
