import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { joinLog, type LogRecord, parseLog } from './cri-log.ts';
import { FrameClient } from './frame-client.ts';

const buildDir = resolve(import.meta.dirname, '../../build/shim');
/** Built with ASan and UBSan: what they find is written beside the container and fails the test. */
export const shimPath = join(buildDir, 'sanitized/conman-shim');
/** The same with faults: src/shim/test/faults/faults.c. */
const faultyShimPath = join(buildDir, 'sanitized/conman-shim-faulty');
const fakeRuntimePath = join(buildDir, 'programs/fake-runtime');

/** Builds what the cases run; quick when it is there. */
export function buildShim(): void {
  execFileSync('make', ['-s', '-C', resolve(import.meta.dirname, '../../src/shim'), 'sanitized'], { stdio: 'pipe' });
}

export interface ShimSetup {
  /** The shell script that is the container, of the fake runtime. */
  readonly script?: string;
  /** Orders for the fake runtime (src/shim/test/fake-runtime.c), or the arguments of another one. */
  readonly runtimeArgs?: readonly string[];
  readonly runtime?: string;
  /** Further arguments of the shim; a later one wins. */
  readonly flags?: readonly string[];
  /** A fault of the first shim, `EINTR@7`; `none` counts what there could be in the file `faults`. */
  readonly fault?: string;
  /** The container's directory, instead of a fresh one. */
  readonly dir?: string;
}

export type SyncMessage =
  | { readonly kind: 'container_pid'; readonly pid: number }
  | { readonly kind: 'runtime_abnormal_termination'; readonly status: string; readonly stderr: string };

export function makeDir(): string {
  const dir = mkdtempSync('/tmp/cs-');
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** One shim and its container, in a directory of their own; both are gone when the test is over. */
export class ShimCase {
  readonly dir: string;
  starter: ChildProcess;
  readonly #setup: ShimSetup;

  constructor(setup: ShimSetup) {
    this.#setup = setup;
    this.dir = setup.dir ?? makeDir();
    mkdirSync(this.dir, { recursive: true });
    writeFileSync(this.path('init.sh'), setup.script ?? 'exit 0');
    execFileSync('mkfifo', [this.path('start')]);
    onTestFinished(() => this.#cleanUp());
    this.starter = this.#spawn([], [], setup.fault);
  }

  #spawn(flags: readonly string[] = [], descriptors: readonly number[] = [], fault?: string): ChildProcess {
    const { runtime = fakeRuntimePath, runtimeArgs = [], flags: ownFlags = [] } = this.#setup;
    const files = ['container-pidfile=pid', 'shim-pidfile=shim-pid', 'container-logfile=log'];
    const served = ['container-exitfile=exit', 'container-attachfile=attach'];
    const args = [
      ...['--runtime', runtime, ...runtimeArgs.map((argument) => `--runtime-arg=${argument}`)],
      ...['--bundle', this.dir, '--container-id', this.id],
      ...[...files, ...served].map((file) => `--${file.replace('=', `=${this.dir}/`)}`),
      ...ownFlags,
      ...flags,
    ];
    return spawn(fault === undefined ? shimPath : faultyShimPath, args, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', ...descriptors],
      env: {
        ...process.env,
        _OCI_SYNCPIPE: '3',
        ...(fault !== undefined && { SHIM_FAULT: fault, SHIM_FAULT_COUNTS: this.path('faults') }),
        ASAN_OPTIONS: `log_path=${this.dir}/sanitizer`,
        UBSAN_OPTIONS: `log_path=${this.dir}/sanitizer:print_stacktrace=1`,
      },
    });
  }

  /** SIGKILL, and waits until the shim is gone. */
  async kill(): Promise<void> {
    const pid = this.shimPid();
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => belongsTo(pid, this.dir), { interval: 1 }).toBe(false);
  }

  /** Another shim for the same container. `init` is a pidfd of its init, opened before it ended. */
  async adopt(init: number, flags: readonly string[] = []): Promise<SyncMessage> {
    const pid = readFileSync(this.path('pid'), 'utf8');
    this.starter = this.#spawn(['--adopt', '--container-pid', pid, '--pidfd', '4', ...flags], [init]);
    return await this.report();
  }

  get id(): string {
    return `case-${this.dir.replaceAll('/', '_').slice(-12)}`;
  }

  path(name: string): string {
    return join(this.dir, name);
  }

  get syncPipe(): Readable {
    return this.starter.stdio[3] as Readable;
  }

  /** Everything the shim ever says on the sync pipe. */
  async report(): Promise<SyncMessage> {
    return JSON.parse(await text(this.syncPipe)) as SyncMessage;
  }

  /** Waits for the report of success; returns init's pid. */
  async created(): Promise<number> {
    const message = await this.report();
    expect(message.kind).toBe('container_pid');
    return message.kind === 'container_pid' ? message.pid : 0;
  }

  /** The end of the process that was started, which is not the shim. */
  async starterEnd(): Promise<{ code: number | null; stderr: string }> {
    const [stderr] = await Promise.all([text(this.starter.stderr as Readable), once(this.starter, 'exit')]);
    return { code: this.starter.exitCode, stderr };
  }

  /** Lets the container run, as `start` of a runtime does. */
  async start(): Promise<void> {
    await writeFile(this.path('start'), 'x');
  }

  attach(wants = 3): Promise<FrameClient> {
    return FrameClient.open(this.attachPath, wants);
  }

  /** Through a descriptor of the directory: the path itself may be too long for a socket address. */
  get attachPath(): string {
    return `/proc/self/fd/${openSync(this.dir, 'r')}/attach`;
  }

  /** Starts the container and waits until the shim has done everything; returns the exit file. */
  async finished(): Promise<Record<string, unknown>> {
    const watcher = await this.attach(0);
    await this.start();
    await watcher.untilClosed();
    return this.exitFile();
  }

  exitFile(): Record<string, unknown> {
    return JSON.parse(readFileSync(this.path('exit'), 'utf8')) as Record<string, unknown>;
  }

  log(): LogRecord[] {
    return parseLog(readFileSync(this.path('log')));
  }

  /** The container's output of one stream as the log gives it back. */
  logged(stream: string): Buffer {
    return joinLog(this.log().filter((record) => record.stream === stream));
  }

  shimPid(): number {
    return Number(readFileSync(this.path('shim-pid'), 'utf8'));
  }

  /** Processor time used so far, in ticks of 10 ms (proc(5), stat: utime and stime). */
  cpuTicks(): number {
    const fields = readFileSync(`/proc/${this.shimPid()}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  }

  /** Whether the shim still lives; one that nobody reaped yet does not. */
  isRunning(): boolean {
    return belongsTo(this.shimPid(), this.dir);
  }

  async #cleanUp(): Promise<void> {
    this.syncPipe.destroy();
    for (const file of ['pid', 'shim-pid']) {
      if (existsSync(this.path(file)))
        await end(Number(readFileSync(this.path(file), 'utf8')), this.dir, file === 'pid');
    }
    const findings = existsSync(this.dir) ? readdirSync(this.dir).filter((name) => name.startsWith('sanitizer')) : [];
    for (const name of findings) expect.fail(readFileSync(this.path(name), 'utf8'));
  }
}

/** Ends a process that still belongs to the case (a pid may be somebody else's by now), and waits for it. */
async function end(pid: number, dir: string, kill: boolean): Promise<void> {
  for (let waitedMs = 0; belongsTo(pid, dir); waitedMs += 10) {
    if (kill || waitedMs > 5000) process.kill(pid, 'SIGKILL');
    await delay(10);
  }
}

function belongsTo(pid: number, dir: string): boolean {
  try {
    return (
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dir) ||
      readFileSync(`/proc/${pid}/environ`, 'utf8').includes(dir)
    );
  } catch {
    return false;
  }
}
