import { closeSync, fstatSync, readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { DirectSpawner } from './direct-spawn.ts';

const maxOutputBytes = 1024 * 1024;

/** Number of the descriptor on which a detached program reports. */
export const reportDescriptor = 3;
/** Number that the first of the handed descriptors has there; the others follow. */
export const firstHandedDescriptor = 4;

export interface DirectOptions {
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
  /** Nobody wants its stdout. */
  readonly ignoreStdout?: boolean;
  /** Its stdin; nothing when absent. */
  readonly input?: string;
}

export interface DirectResult {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DirectReport {
  /** What was written to the report's descriptor until everybody had closed it. */
  readonly report: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
  /** Somebody still held the descriptor at the deadline. */
  readonly timedOut: boolean;
}

/** Runs programs to their end, or until they report. Their output goes to files in memory: nobody waits for a reader. */
export class DirectProcesses {
  #opened: DirectSpawner | undefined;

  // At first use, as everything that loads koffi.
  get #spawner(): DirectSpawner {
    this.#opened ??= new DirectSpawner();
    return this.#opened;
  }

  /** Throws only when the program cannot be started; how it ended is in the result. */
  async run(file: string, args: readonly string[], options: DirectOptions): Promise<DirectResult> {
    using stdin = options.input === undefined ? undefined : this.#memoryFile();
    using stdout = options.ignoreStdout ? undefined : this.#memoryFile();
    using stderr = this.#memoryFile();
    stdin?.write(options.input ?? '');
    const descriptors = [stdin?.descriptor, stdout?.descriptor, stderr.descriptor];
    const process = this.#spawner.spawn(file, args, { env: options.env, descriptors });
    using deadline = new KillDeadline(options.timeoutMs, () => process.kill());
    const exitCode = await process.ended;
    return { exitCode, timedOut: deadline.hasPassed, stdout: stdout?.text() ?? '', stderr: stderr.text() };
  }

  /**
   * Runs a program that leaves a process of its own behind and reports once on descriptor 3; `handed` are its
   * descriptors from 4 on. Resolves when every holder has closed the report's, so that it is whole.
   */
  async runDetaching(
    file: string,
    args: readonly string[],
    options: DirectOptions,
    handed: readonly number[],
  ): Promise<DirectReport> {
    using stderr = this.#memoryFile();
    const { readEnd, writeEnd } = this.#spawner.pipe();
    const reader = new Socket({ fd: readEnd, readable: true, writable: false });
    const process = this.#spawnReporting(
      file,
      args,
      options,
      [undefined, undefined, stderr.descriptor, writeEnd, ...handed],
      reader,
    );
    const report = readAll(reader);
    using deadline = new KillDeadline(options.timeoutMs, () => {
      process.kill();
      reader.destroy();
    });
    const [exitCode, text] = await Promise.all([process.ended, report]);
    return { report: text, stderr: stderr.text(), exitCode, timedOut: deadline.hasPassed };
  }

  #spawnReporting(
    file: string,
    args: readonly string[],
    { env }: DirectOptions,
    descriptors: readonly (number | undefined)[],
    reader: Socket,
  ) {
    try {
      return this.#spawner.spawn(file, args, { env, descriptors });
    } catch (error) {
      reader.destroy();
      throw error;
    } finally {
      const [, , , writeEnd] = descriptors;
      if (writeEnd !== undefined) closeSync(writeEnd);
    }
  }

  #memoryFile(): MemoryFile {
    return new MemoryFile(this.#spawner.memoryFile());
  }
}

class MemoryFile implements Disposable {
  readonly descriptor: number;

  constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /** For a reader who begins at the beginning. */
  write(text: string): void {
    writeSync(this.descriptor, text, 0);
  }

  /** What was written, up to a bound. */
  text(): string {
    const buffer = Buffer.alloc(Math.min(fstatSync(this.descriptor).size, maxOutputBytes));
    return buffer.toString('utf8', 0, readSync(this.descriptor, buffer, 0, buffer.length, 0));
  }

  [Symbol.dispose](): void {
    closeSync(this.descriptor);
  }
}

class KillDeadline implements Disposable {
  readonly #timer: NodeJS.Timeout;
  hasPassed = false;

  constructor(timeoutMs: number, passed: () => void) {
    this.#timer = setTimeout(() => {
      this.hasPassed = true;
      passed();
    }, timeoutMs);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

/** Up to a bound; the rest is read and left out. */
function readAll(stream: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length < maxOutputBytes) chunks.push(chunk);
    length += chunk.length;
  });
  return new Promise((resolve) => {
    stream.on('error', () => undefined);
    stream.once('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}
