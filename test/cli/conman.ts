import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { makeTestRoot, testConfig } from '../fixtures/engine.ts';
import { findLeaks } from '../fixtures/leaks.ts';

const bin = resolve(import.meta.dirname, '../../bin');
export const conmanctl = join(bin, 'conmanctl');

export interface Outcome {
  /** Exit status; 128 + signal after a signal. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs a program to its end. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, spawnOptions(options));
  child.stdin?.on('error', () => undefined).end(options.input ?? '');
  const [stdout, stderr, status] = await Promise.all([read(child.stdout), read(child.stderr), statusOf(child)]);
  return { status, stdout, stderr };
}

function spawnOptions({ env, cwd }: RunOptions): SpawnOptions {
  return { env: { ...process.env, NO_COLOR: '1', ...env }, ...(cwd === undefined ? {} : { cwd }) };
}

async function read(stream: NodeJS.ReadableStream | null): Promise<string> {
  return stream === null ? '' : await text(stream as AsyncIterable<Uint8Array>);
}

async function statusOf(child: ChildProcess): Promise<number> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  const { constants } = await import('node:os');
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** A root file system with busybox for a shell and everything else. */
export function makeRootfs(directory: string): string {
  for (const name of ['bin', 'tmp', 'proc', 'sys', 'dev', 'etc']) mkdirSync(join(directory, name), { recursive: true });
  cpSync('/bin/busybox', join(directory, 'bin/busybox'));
  for (const name of [
    'sh',
    'sleep',
    'cat',
    'echo',
    'ls',
    'true',
    'printf',
    'stty',
    'env',
    'pwd',
    'seq',
    'tty',
    'head',
    'tr',
  ]) {
    symlinkSync('busybox', join(directory, 'bin', name));
  }
  return directory;
}

/** The networks of the machine are nobody's to change: tests of networks bring a host of their own. */
const noNetwork = ['--default-network', 'none'];

interface StartOptions {
  /** The flags of the streaming server; any free port unless given. */
  readonly streaming?: readonly string[];
  /** Variables of the daemon. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the root before the first start: gives further flags, and what takes back what it did to the root. */
  readonly prepare?: (root: string) => { readonly flags: readonly string[]; readonly cleanUp: () => void };
  /** Goes before the daemon's command, and becomes it. */
  readonly wrapper?: readonly string[];
}

/** conmand and conmanctl as users run them, on roots of their own. At the end nothing may be left. */
export class Conman implements AsyncDisposable {
  readonly root = makeTestRoot();
  readonly socket = join(this.root, 'c.sock');
  readonly rootfs = makeRootfs(join(this.root, 'rootfs'));
  readonly cgroupParent = `/conman-test-${randomBytes(4).toString('hex')}`;
  readonly #flags: readonly string[];
  readonly #streaming: readonly string[];
  readonly #env: RunOptions['env'];
  readonly #wrapper: readonly string[];
  #daemon: ChildProcess | undefined;
  #said = '';
  #prepared: ReturnType<NonNullable<StartOptions['prepare']>> | undefined;

  private constructor(flags: readonly string[], { streaming, env, wrapper }: Required<Omit<StartOptions, 'prepare'>>) {
    this.#flags = flags;
    this.#streaming = streaming;
    this.#env = env;
    this.#wrapper = wrapper;
  }

  static async start(
    flags: readonly string[] = [],
    { streaming = ['-S', '127.0.0.1:0'], env = {}, wrapper = [], prepare }: StartOptions = {},
  ): Promise<Conman> {
    const conman = new Conman(flags, { streaming, env, wrapper });
    try {
      if (prepare !== undefined) conman.#prepared = prepare(conman.root);
      await conman.startDaemon();
    } catch (error) {
      conman.#prepared?.cleanUp();
      rmSync(conman.root, { recursive: true, force: true });
      throw error;
    }
    return conman;
  }

  get daemonPid(): number {
    return this.#daemon?.pid ?? 0;
  }

  get daemonRuns(): boolean {
    return this.#daemon !== undefined && this.#daemon.exitCode === null && this.#daemon.signalCode === null;
  }

  /** The daemon's log, over all its starts. */
  get said(): string {
    return this.#said;
  }

  /** `conmand` in the background, until it says that it is here; with all it has said by then. */
  async startDaemon(): Promise<string> {
    const roots = ['-l', this.socket, '-b', join(this.root, 'lib'), '-n', join(this.root, 'run')];
    const others = ['-L', join(this.root, 'logs'), '-t', join(this.root, 'runtime'), ...this.#streaming];
    const flags = [...roots, ...others, '--cgroup-parent', this.cgroupParent, ...noNetwork, ...this.#flags];
    if (this.#prepared !== undefined) flags.push(...this.#prepared.flags);
    const env = { ...process.env, ...this.#env };
    const [file = '', ...args] = [...this.#wrapper, join(bin, 'conmand'), ...flags];
    const daemon = spawn(file, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#daemon = daemon;
    let said = '';
    return await new Promise<string>((done, fail) => {
      daemon.on('exit', (code) => fail(new Error(`conmand ended with ${code}:\n${said}`)));
      daemon.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        this.#said += chunk.toString();
        if (said.includes("Conman's here!")) done(said);
      });
    });
  }

  get isRunning(): boolean {
    return this.#daemon?.exitCode === null && this.#daemon.signalCode === null;
  }

  /** Ends the daemon without a chance to tidy up. */
  async killDaemon(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
    daemon.kill(signal);
    // One that a test holds still hears it only when it goes on.
    daemon.kill('SIGCONT');
    await this.daemonEnd();
  }

  /** Resolves when the daemon has ended, whoever ended it. */
  async daemonEnd(): Promise<void> {
    const daemon = this.#daemon;
    if (daemon !== undefined && daemon.exitCode === null && daemon.signalCode === null) await once(daemon, 'exit');
  }

  /** Holds the daemon still (SIGSTOP), or lets it go on (SIGCONT). */
  signalDaemon(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#daemon?.kill(signal);
  }

  /** `conmanctl WORD...` against this daemon. */
  async ctl(words: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    return await run([conmanctl, ...words], { ...options, env: { ...options.env, CONMAN_HOST: this.socket } });
  }

  /** Its answer, for commands that have to succeed. */
  async ask(...words: readonly string[]): Promise<unknown> {
    const { status, stdout, stderr } = await this.ctl(words);
    if (status !== 0) throw new Error(`conmanctl ${words.join(' ')} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** A conmanctl that goes on while the test does something else. */
  spawn(words: readonly string[]): ChildProcess {
    return spawn(conmanctl, words, spawnOptions({ env: { CONMAN_HOST: this.socket } }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      const ids = (await this.ctl(['ps', '-q'])).stdout.split('\n').filter((id) => id !== '');
      const removal = ids.length > 0 ? await this.ctl(['rm', '-f', ...ids]) : undefined;
      await this.killDaemon('SIGTERM');
      const leaks = await findLeaks(this.root, testConfig(this.root, { cgroupParent: this.cgroupParent }));
      if (leaks.length > 0) throw new Error(`left behind:\n${leaks.join('\n')}\n${removal?.stderr ?? ''}`);
    } catch (error) {
      // What it lies on may not go then, which would hide why.
      console.error(error);
      throw error;
    } finally {
      await this.killDaemon();
      this.#prepared?.cleanUp();
      rmSync(this.root, { recursive: true, force: true });
    }
  }
}
