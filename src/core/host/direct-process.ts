import { DirectSpawner } from './direct-spawn.ts';
import { KillDeadline } from './kill-deadline.ts';
import { MemoryFile } from './memory-file.ts';
import { OutputPipe } from './output-pipe.ts';

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
    return {
      exitCode,
      timedOut: deadline.hasPassed,
      stdout: stdout?.text(maxOutputBytes) ?? '',
      stderr: stderr.text(maxOutputBytes),
    };
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
    using report = new OutputPipe(this.#spawner.pipe(), maxOutputBytes);
    const process = this.#spawner.spawn(file, args, {
      env: options.env,
      descriptors: [undefined, undefined, stderr.descriptor, report.writeEnd, ...handed],
    });
    report.handed();
    using deadline = new KillDeadline(options.timeoutMs, () => {
      process.kill();
      report.close();
    });
    const [exitCode, text] = await Promise.all([process.ended, report.text]);
    return { report: text, stderr: stderr.text(maxOutputBytes), exitCode, timedOut: deadline.hasPassed };
  }

  #memoryFile(): MemoryFile {
    return new MemoryFile(this.#spawner.memoryFile());
  }
}
