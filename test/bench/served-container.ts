import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
export const programsDir = join(root, 'build/shim/programs');
const shimPath = join(root, 'build/conman-shim');
const fakeRuntimePath = join(programsDir, 'fake-runtime');

/** Bare is the runtime alone: nothing serves the container. */
export type Server = 'conman-shim' | 'conmon' | 'bare';

const run = promisify(execFile);

/** A container of the fake runtime, served by our shim or by conmon; its log is in memory, so that no disk is measured. */
export class ServedContainer implements AsyncDisposable {
  readonly dir = mkdtempSync('/dev/shm/sb-');
  readonly #server: Server;
  readonly #tty: boolean;
  #pid = 0;

  constructor(server: Server, script: string, tty = false) {
    this.#server = server;
    this.#tty = tty;
    writeFileSync(join(this.dir, 'init.sh'), script);
    execFileSync('mkfifo', [join(this.dir, 'start')]);
    mkdirSync(join(this.dir, 'exits'));
  }

  async create(): Promise<void> {
    const { path, args } = this.#command();
    const child = spawn(path, args, {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
      env: { ...process.env, _OCI_SYNCPIPE: '3' },
    });
    const [report] = (await (child.stdio[3] as Readable).take(1).toArray()) as Buffer[];
    // Ours says {"kind":"container_pid","pid":N}, conmon {"data":N} (negative for a failure).
    if (!/"(?:pid|data)": ?[1-9]/.test(String(report))) throw new Error(`${this.#server}: ${report}`);
    this.#pid = Number(readFileSync(join(this.dir, 'server-pid'), 'utf8'));
  }

  /** What a creation takes as the manager sees it, in ms: the median of many, instead of `create`. */
  async createTime(count: number): Promise<number> {
    const { path, args } = this.#command();
    const env = this.#server === 'bare' ? process.env : { ...process.env, _OCI_SYNCPIPE: '3' };
    const { stdout } = await run(join(programsDir, 'create-time'), [`${count}`, this.dir, path, ...args], { env });
    return Number(stdout);
  }

  /** Keeps server and container on one CPU; the programs that measure are started there too. */
  async pin(): Promise<void> {
    const init = Number(readFileSync(join(this.dir, 'pid'), 'utf8'));
    for (const pid of [init, this.#pid]) await run('taskset', ['-cp', '0', `${pid}`]);
  }

  async start(): Promise<void> {
    await writeFile(join(this.dir, 'start'), 'x');
  }

  /** From start to the exit file, in ms. */
  async run(): Promise<number> {
    const startedAtMs = performance.now();
    await this.start();
    while (!existsSync(join(this.dir, 'exits/c'))) await delay(1);
    return performance.now() - startedAtMs;
  }

  get attachPath(): string {
    return join(this.dir, 'attach');
  }

  /** Memory that would come back if this process ended, in kB (proc(5), smaps_rollup). */
  privateKilobytes(): number {
    const smaps = readFileSync(`/proc/${this.#pid}/smaps_rollup`, 'utf8');
    return [...smaps.matchAll(/^Private_(?:Clean|Dirty): *(\d+) kB$/gm)].reduce(
      (sum, match) => sum + Number(match[1]),
      0,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const init = this.#pid === 0 ? 0 : Number(readFileSync(join(this.dir, 'pid'), 'utf8'));
    if (init > 0 && parentOf(init) === this.#pid) process.kill(init, 'SIGKILL');
    while (this.#isServed()) await delay(5);
    rmSync(this.dir, { recursive: true, force: true });
  }

  #isServed(): boolean {
    if (this.#pid === 0) return false;
    try {
      return readFileSync(`/proc/${this.#pid}/cmdline`, 'utf8').includes(this.dir);
    } catch {
      return false;
    }
  }

  #command(): { path: string; args: string[] } {
    switch (this.#server) {
      case 'conman-shim':
        return { path: shimPath, args: this.#shimArgs() };
      case 'conmon':
        return { path: 'conmon', args: this.#conmonArgs() };
      case 'bare':
        return {
          path: fakeRuntimePath,
          args: ['create', '--bundle', this.dir, '--pid-file', join(this.dir, 'pid'), 'c'],
        };
    }
  }

  #shimArgs(): string[] {
    const files = ['pidfile=pid', 'logfile=log', 'exitfile=exits/c', 'attachfile=attach'];
    return [
      ...['--runtime', fakeRuntimePath, '--bundle', this.dir, '--container-id', 'c', '--stdin'],
      ...files.map((file) => `--container-${file.replace('=', `=${this.dir}/`)}`),
      ...['--shim-pidfile', join(this.dir, 'server-pid'), ...(this.#tty ? ['--tty'] : [])],
    ];
  }

  #conmonArgs(): string[] {
    return [
      ...['--api-version', '1', '-r', fakeRuntimePath, '-b', this.dir, '-c', 'c', '-u', 'c', '-i', '--full-attach'],
      ...['-p', join(this.dir, 'pid'), '-P', join(this.dir, 'server-pid'), '-l', `k8s-file:${this.dir}/log`],
      ...['--exit-dir', join(this.dir, 'exits'), '--log-level', 'error', ...(this.#tty ? ['-t'] : [])],
    ];
  }
}

function parentOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return 0;
  }
}
