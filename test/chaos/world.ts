import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectEngine, type EngineClient } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';
import { limitDescriptors } from '../fixtures/descriptors.ts';
import { LoopDisk } from '../fixtures/loop-disk.ts';

/** Small enough to be filled soon. */
const diskBytes = 192 * 1024 * 1024;

/** conmand on roots of its own on a small disk, and everything that can be done to it. */
export class World implements AsyncDisposable {
  readonly conman: Conman;
  readonly disk: LoopDisk;
  #engine: EngineClient;
  #starting: Promise<void> | undefined;

  private constructor(conman: Conman, disk: LoopDisk) {
    this.conman = conman;
    this.disk = disk;
    this.#engine = connectEngine(conman.socket);
  }

  static async open(): Promise<World> {
    let disk: LoopDisk | undefined;
    const conman = await Conman.start([], {
      prepare(root) {
        disk = new LoopDisk(join(root, 'lib'), diskBytes);
        return { flags: ['-L', join(root, 'lib', 'logs')], cleanUp: () => disk?.remove() };
      },
    });
    if (disk === undefined) throw new Error('no disk');
    return new World(conman, disk);
  }

  get engine(): EngineClient {
    return this.#engine;
  }

  get daemonPid(): number {
    return this.conman.daemonPid;
  }

  /** Kills conmand and starts it again, as often as it takes: it may find a full disk or no descriptor left. */
  async killDaemon(): Promise<void> {
    await this.conman.killDaemon('SIGKILL');
    await this.ensureDaemon();
  }

  /** Resolves when a conmand serves. Calls that overlap wait for the same one. */
  ensureDaemon(): Promise<void> {
    this.#starting ??= this.#startUntilItRuns().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #startUntilItRuns(): Promise<void> {
    while (!this.conman.daemonRuns) {
      await this.conman.startDaemon().catch(() => delay(100));
    }
  }

  /** Processes of this world by the end of their program's path. */
  processes(program: string): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        const [file = '', ...args] = read(`/proc/${pid}/cmdline`).split('\0');
        return file.endsWith(program) && args.some((word) => word.includes(this.conman.root));
      });
  }

  /** Id of the container that a shim is for. */
  containerOf(shimPid: number): string | undefined {
    const words = read(`/proc/${shimPid}/cmdline`).split('\0');
    return words[words.indexOf('--container-id') + 1];
  }

  /** For a while conmand may open only so many files more than it has. */
  async limitFiles(more: number, ms: number): Promise<void> {
    using _limit = limitDescriptors(this.daemonPid, more);
    await delay(ms);
  }

  /** As with fs.inotify.max_user_instances and max_user_watches reached, but for this conmand alone. */
  async withoutInotify(ms: number): Promise<void> {
    const inject = ['-e', 'inject=inotify_init1:error=EMFILE', '-e', 'inject=inotify_add_watch:error=ENOSPC'];
    const trace = ['-e', 'trace=inotify_init1,inotify_add_watch', ...inject, '-o', '/dev/null'];
    const tracer = spawn('strace', ['-q', '-p', String(this.daemonPid), ...trace], { stdio: 'ignore' });
    const ended = once(tracer, 'exit');
    await Promise.race([delay(ms), ended]);
    tracer.kill('SIGINT');
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#engine.close();
    await this.conman[Symbol.asyncDispose]();
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
