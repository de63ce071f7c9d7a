import type { UnixClock } from '../host/clock.ts';
import { type DirectoryWatch, watchDirectory } from '../host/file-watch.ts';
import { processEnd } from '../host/process-end.ts';
import { isProcessAlive } from '../host/process-identity.ts';
import type { ProcessEndWatch, Syscalls } from '../host/syscalls.ts';
import { readExitFile } from '../runtime/exit-file.ts';
import { connectShim, type ShimConnection } from '../streams/shim-connection.ts';
import type { ChangeHub } from './change-hub.ts';
import type { Container } from './container.ts';
import type { ContainerRegistry } from './registry.ts';

/** How long a shim may take to write the exit file after the end of init. */
const lastWordsTimeoutMs = 10_000;

/** What is held for one container that has not ended. */
interface Following {
  connection: ShimConnection | undefined;
  initWatch: ProcessEndWatch | undefined;
  /** A start or kill that must be reported before the end it led to. */
  cause: Promise<void> | undefined;
}

/**
 * Watches containers and learns how they end. Exit files are announced by inotify, a shim's death by the end of its
 * connection, and the end of a container that lost its shim by a pidfd; nothing is polled.
 */
export class Supervisor {
  readonly #registry: ContainerRegistry;
  readonly #hub: ChangeHub;
  readonly #clock: UnixClock;
  readonly #syscalls: Syscalls;
  readonly #following = new Map<Container, Following>();
  #exits: DirectoryWatch | undefined;

  constructor(registry: ContainerRegistry, hub: ChangeHub, clock: UnixClock, syscalls: Syscalls) {
    this.#registry = registry;
    this.#hub = hub;
    this.#clock = clock;
    this.#syscalls = syscalls;
  }

  watchExits(directory: string): void {
    this.#exits = watchDirectory(directory, (id) => {
      const container = this.#registry.get(id);
      // The removal of an exit file is announced too.
      if (container !== undefined && this.#following.has(container)) void this.#settle(container);
    });
  }

  /** Follows a container whose init was alive a moment ago, until it has ended. */
  follow(container: Container): void {
    container.watched();
    const following: Following = { connection: undefined, initWatch: undefined, cause: undefined };
    this.#following.set(container, following);
    void this.#connect(container, following);
  }

  /** Holds back the news of an end until what may cause it is reported. */
  holdEndDuring(container: Container, cause: Promise<void>): void {
    const following = this.#following.get(container);
    if (following !== undefined) following.cause = cause.catch(() => undefined);
  }

  forget(container: Container): void {
    const following = this.#following.get(container);
    this.#following.delete(container);
    following?.connection?.close();
    following?.initWatch?.close();
  }

  close(): void {
    this.#exits?.close();
    for (const container of [...this.#following.keys()]) this.forget(container);
  }

  async #connect(container: Container, following: Following): Promise<void> {
    try {
      following.connection = await connectShim(
        container.paths.attachSocket,
        { stdout: false, stderr: false },
        {
          message: (message) => {
            if (message.kind === 'log-loss') this.#logLost(container, message.bytes);
            if (message.kind === 'exit') void this.#settle(container);
          },
          closed: () => {
            if (this.#following.get(container) === following) void this.#shimGone(container);
          },
        },
      );
      if (this.#following.get(container) !== following) return following.connection.close();
      this.#logLost(container, following.connection.welcome.logBytesLost);
    } catch {
      await this.#shimGone(container);
    }
  }

  #logLost(container: Container, total: bigint): void {
    if (total <= container.logBytesLost) return;
    container.lostLogBytes(total);
    this.#emit('changed', container);
  }

  /** Takes note of the exit file if there is one. */
  async #settle(container: Container): Promise<boolean> {
    // What is read of one run must not end the next one.
    const following = this.#following.get(container);
    const record = await readExitFile(container.paths.exitFile);
    await following?.cause;
    if (record === undefined) return false;
    if (following === undefined || this.#following.get(container) !== following) return true;
    this.forget(container);
    container.lostLogBytes(record.logBytesLost);
    container.exited(record.exit);
    this.#emit('exited', container);
    return true;
  }

  async #shimGone(container: Container): Promise<void> {
    const following = this.#following.get(container);
    if (await this.#settle(container)) return;
    const init = container.record?.init;
    if (following === undefined || this.#following.get(container) !== following || init === undefined) return;
    following.initWatch = isProcessAlive(init)
      ? this.#syscalls.watchProcessEnd(init.pid, () => void this.#endUnseen(container))
      : undefined;
    if (following.initWatch === undefined) return await this.#endUnseen(container);
    container.unwatched(true, 0n);
    this.#emit('changed', container);
  }

  /** Init is gone, and nobody is connected who would tell how. A shim that is merely out of reach may still write it. */
  async #endUnseen(container: Container): Promise<void> {
    const shim = container.record?.shim;
    if (shim !== undefined) await processEnd(this.#syscalls, shim, lastWordsTimeoutMs);
    if ((await this.#settle(container)) || !this.#following.has(container)) return;
    this.forget(container);
    container.unwatched(false, this.#clock.nowNs());
    this.#emit('exited', container);
  }

  #emit(type: 'changed' | 'exited', container: Container): void {
    this.#hub.emit({ kind: 'container', type, at: this.#clock.nowNs(), container: container.summary() });
  }
}
