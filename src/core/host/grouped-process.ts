import type { DirectResult } from './direct-process.ts';
import { DirectSpawner } from './direct-spawn.ts';
import { KillDeadline } from './kill-deadline.ts';
import { MemoryFile } from './memory-file.ts';
import { OutputPipe } from './output-pipe.ts';
import { plainEnvironment } from './process.ts';

export interface GroupedProcessOptions {
  readonly timeoutMs: number;
  /** Of each stream. */
  readonly maxOutputBytes: number;
  readonly input: string;
  /** Beside the environment that all programs get. */
  readonly env: Readonly<Record<string, string>>;
}

export interface GroupedProcessResult extends DirectResult {
  /** It wrote more than it may, and was killed for it. */
  readonly overflowed: boolean;
}

/**
 * Runs programs to their end, each in a process group of its own, so that what it started is killed with it when it
 * takes too long, or writes more than it may. It outlives us: what is half done would stay so.
 */
export class GroupedProcesses {
  #opened: DirectSpawner | undefined;

  // At first use, as everything that loads koffi.
  get #spawner(): DirectSpawner {
    this.#opened ??= new DirectSpawner();
    return this.#opened;
  }

  /** Throws only when the program cannot be started; how it ended is in the result. */
  async run(file: string, { timeoutMs, maxOutputBytes, input, env }: GroupedProcessOptions) {
    let overflowed = false;
    const tooMuch = (): void => {
      overflowed = true;
      process.kill();
    };
    using stdin = new MemoryFile(this.#spawner.memoryFile());
    stdin.write(input);
    using stdout = new OutputPipe(this.#spawner.pipe(), maxOutputBytes, tooMuch);
    using stderr = new OutputPipe(this.#spawner.pipe(), maxOutputBytes, tooMuch);
    const process = this.#spawner.spawn(file, [], {
      env: { ...plainEnvironment, ...env },
      descriptors: [stdin.descriptor, stdout.writeEnd, stderr.writeEnd],
      ownGroup: true,
    });
    stdout.handed();
    stderr.handed();
    using deadline = new KillDeadline(timeoutMs, () => {
      process.kill();
      // Whoever left the group may hold them still.
      stdout.close();
      stderr.close();
    });
    const [exitCode, said, complained] = await Promise.all([process.ended, stdout.text, stderr.text]);
    const result: GroupedProcessResult = {
      exitCode,
      timedOut: deadline.hasPassed,
      overflowed,
      stdout: said,
      stderr: complained,
    };
    return result;
  }
}
