import * as z from 'zod';
import { ConmanError } from '../errors/index.ts';
import { type DirectOptions, DirectProcesses, type DirectResult } from '../host/direct-process.ts';
import { isExecutable } from '../host/files.ts';
import { Gate } from '../host/gate.ts';
import { plainEnvironment } from '../host/process.ts';
import { runtimeError } from './runtime-failure.ts';

/** Above what a loaded machine takes; a runtime that needs longer hangs. */
const runTimeoutMs = 60_000;
const checkpointTimeoutMs = 600_000;
/** A hundred containers that are stopped together must not become a hundred runtimes that run together. */
const maxConcurrent = 16;

const stateSchema = z.object({ status: z.enum(['creating', 'created', 'running', 'paused', 'stopped']), pid: z.int() });
export type RuntimeState = z.infer<typeof stateSchema>;

/** Directories are absolute. */
export interface CheckpointCommand {
  readonly directory: string;
  /** Where criu writes its log. */
  readonly workDirectory: string;
  readonly leaveRunning: boolean;
  readonly tcpEstablished: boolean;
}

export interface RuntimeVersion {
  readonly name: string;
  readonly version: string;
}

type RunOptions = Partial<Pick<DirectOptions, 'ignoreStdout' | 'input' | 'timeoutMs'>>;

/** An OCI runtime with runc's command line, and the directory of its state. */
export class Runtime {
  readonly path: string;
  readonly root: string;
  readonly #gate = new Gate(maxConcurrent);
  readonly #processes = new DirectProcesses();

  constructor(path: string, root: string) {
    this.path = path;
    this.root = root;
  }

  /** What precedes the verb: errors as JSON, so that a reason of several lines stays one. */
  get globalArguments(): readonly string[] {
    return ['--root', this.root, '--log-format', 'json'];
  }

  /** Whether there is a program at its path. */
  async isThere(): Promise<boolean> {
    return await isExecutable(this.path);
  }

  /** Fails with `failed-precondition` unless there is a program at the runtime's path. */
  async check(): Promise<void> {
    if (await this.isThere()) return;
    throw new ConmanError('failed-precondition', `there is no OCI runtime at ${this.path}`, {
      hint: 'Install one (`apt-get install runc`), or tell conmand where it is (`--runtime-path`, `--runtime NAME=PATH`).',
    });
  }

  async start(id: string): Promise<void> {
    await this.#expectSuccess('start the container', ['start', id]);
  }

  async kill(id: string, signal: number): Promise<void> {
    await this.#expectSuccess('signal the container', ['kill', id, String(signal)]);
  }

  async pause(id: string): Promise<void> {
    await this.#expectSuccess('pause the container', ['pause', id]);
  }

  async resume(id: string): Promise<void> {
    await this.#expectSuccess('resume the container', ['resume', id]);
  }

  /** Has criu write its images. How long that takes is a question of memory and disk. */
  async checkpoint(id: string, options: CheckpointCommand): Promise<void> {
    const { directory, workDirectory, leaveRunning, tcpEstablished } = options;
    const flags = [
      ...(leaveRunning ? ['--leave-running'] : []),
      ...(tcpEstablished ? ['--tcp-established'] : []),
      '--file-locks',
    ];
    const places = ['--image-path', directory, '--work-path', workDirectory];
    const args = ['checkpoint', ...places, ...flags, id];
    await this.#expectSuccess('write the checkpoint', args, { timeoutMs: checkpointTimeoutMs });
  }

  /** Changes limits of a container that exists; `resources` are those of the runtime-spec, without what stays. */
  async update(id: string, resources: object): Promise<void> {
    await this.#expectSuccess('change the limits', ['update', '--resources', '-', id], {
      input: JSON.stringify(resources),
    });
  }

  /** Kills what still runs in it and forgets it. A container that the runtime does not know is not an error. */
  async delete(id: string): Promise<void> {
    await this.#expectSuccess('delete the container at the runtime', ['delete', '--force', id]);
  }

  /** Undefined when the runtime does not know the container. */
  async state(id: string): Promise<RuntimeState | undefined> {
    const result = await this.#run(['state', id]);
    if (result.exitCode !== 0) return undefined;
    try {
      return stateSchema.parse(JSON.parse(result.stdout));
    } catch (cause) {
      throw new ConmanError('internal', `${this.path} gave a state of ${id} that cannot be read`, { cause });
    }
  }

  async version(): Promise<RuntimeVersion> {
    const { stdout } = await this.#run(['--version']);
    // runc: `runc version 1.1.5`; crun: `crun version 1.8.1`.
    const match = /^(\S+) version (\S+)/.exec(stdout);
    return { name: match?.[1] ?? 'unknown', version: match?.[2] ?? 'unknown' };
  }

  async #expectSuccess(doing: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
    const { timeoutMs = runTimeoutMs } = options;
    const result = await this.#run(args, { ignoreStdout: true, ...options });
    if (result.exitCode === 0) return;
    if (result.timedOut) {
      throw new ConmanError('deadline-exceeded', `cannot ${doing}: ${this.path} did not end in ${timeoutMs} ms`);
    }
    throw runtimeError({ doing, stderr: result.stderr, status: `the runtime exited with code ${result.exitCode}` });
  }

  #run(args: readonly string[], options: RunOptions = {}): Promise<DirectResult> {
    const all = [...this.globalArguments, ...args];
    const surroundings = { timeoutMs: runTimeoutMs, env: plainEnvironment, ...options };
    return this.#gate.run(() => this.#processes.run(this.path, all, surroundings));
  }
}
