import { setTimeout } from 'node:timers/promises';
import type { UnixClock } from '../host/clock.ts';
import { type DirectoryWatch, watchDirectory } from '../host/file-watch.ts';
import { processEnd } from '../host/process-end.ts';
import { isProcessAlive } from '../host/process-identity.ts';
import type { Syscalls } from '../host/syscalls.ts';
import { readExitFile } from '../runtime/exit-file.ts';
import { connectShim, type ShimConnection } from '../streams/shim-connection.ts';
import type { Adoption } from './adoption.ts';
import type { ChangeHub } from './change-hub.ts';
import type { Container } from './container.ts';
import { Lifeline } from './lifeline.ts';
import type { ContainerRegistry } from './registry.ts';

/** How long a shim may take to write the exit file after the end of init. */
const lastWordsTimeoutMs = 10_000;
/** A shim that closes its connection to us without dying is asked again after this long. */
const shimDeathTimeoutMs = 1_000;
/** Between attempts to have a container served again, doubled after each. */
const firstRetryMs = 250;
const slowestRetryMs = 30_000;

export interface SupervisorParts {
  readonly registry: ContainerRegistry;
  readonly hub: ChangeHub;
  readonly clock: UnixClock;
  readonly syscalls: Syscalls;
  readonly adoption: Adoption;
}

/** What is held for one container that has not ended. */
class Following {
  connection: ShimConnection | undefined;
  /** Undefined when init had ended before we looked, or while there are no descriptors for it. */
  lifeline: Lifeline | undefined;
  /** A start or kill that must be reported before the end it led to. */
  cause: Promise<void> | undefined;
  readonly over = new AbortController();
  /** When its run began, by the monotonic clock. */
  startedAtMs: number | undefined;
  /** Of a shim's connection, so that one that dies again and again is not started without pause. */
  servedAtMs = Number.NEGATIVE_INFINITY;

  constructor(lifeline: Lifeline | undefined) {
    this.lifeline = lifeline;
  }

  close(): void {
    this.over.abort();
    this.connection?.close();
    this.lifeline?.close();
  }
}

/**
 * Watches containers and learns how they end. Exit files are announced by inotify, a shim's death by the end of its
 * connection, and the end of a container that lost its shim by a pidfd; nothing is polled. A shim that was killed is
 * followed by another one.
 */
export class Supervisor {
  readonly #registry: ContainerRegistry;
  readonly #hub: ChangeHub;
  readonly #clock: UnixClock;
  readonly #syscalls: Syscalls;
  readonly #adoption: Adoption;
  readonly #following = new Map<Container, Following>();
  #exits: DirectoryWatch | undefined;

  constructor({ registry, hub, clock, syscalls, adoption }: SupervisorParts) {
    this.#adoption = adoption;
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
    const following = new Following(Lifeline.open(this.#syscalls, container));
    this.#following.set(container, following);
    void this.#connect(container, following).catch(() => this.#serveAgain(container, following));
  }

  /** Its run has begun: the time it may take is counted from here. */
  started(container: Container): void {
    const following = this.#following.get(container);
    if (following === undefined) return;
    following.startedAtMs = performance.now();
    this.#limitRun(container, following);
  }

  /** Holds back the news of an end until what may cause it is reported. */
  holdEndDuring(container: Container, cause: Promise<void>): void {
    const following = this.#following.get(container);
    if (following !== undefined) following.cause = cause.catch(() => undefined);
  }

  forget(container: Container): void {
    const following = this.#following.get(container);
    this.#following.delete(container);
    following?.close();
  }

  close(): void {
    this.#exits?.close();
    for (const container of [...this.#following.keys()]) this.forget(container);
  }

  /** Fails when no shim answers. */
  async #connect(container: Container, following: Following): Promise<void> {
    const connection = await connectShim(
      container.paths.attachSocket,
      { stdout: false, stderr: false },
      {
        message: (message) => {
          if (message.kind === 'log-loss') this.#logLost(container, message.bytes);
          if (message.kind === 'stdin-closed') following.lifeline?.letGoOfStdin();
          if (message.kind === 'exit') void this.#settle(container);
        },
        closed: () => void this.#serveAgain(container, following),
      },
    );
    if (!this.#isCurrent(container, following)) return connection.close();
    following.connection = connection;
    following.servedAtMs = performance.now();
    this.#limitRun(container, following);
    if (!connection.welcome.stdinOpen) following.lifeline?.letGoOfStdin();
    this.#logLost(container, connection.welcome.logBytesLost);
  }

  /** The shim kills it in time, whether there is a conmand then or not. */
  #limitRun({ record, startedAt }: Container, { connection, startedAtMs }: Following): void {
    const limitMs = (record?.runTimeoutSeconds ?? 0) * 1000;
    if (limitMs === 0 || (startedAtMs === undefined && startedAt === 0n)) return;
    const ranMs =
      startedAtMs === undefined ? Number(this.#clock.nowNs() - startedAt) / 1e6 : performance.now() - startedAtMs;
    connection?.limitRun(Math.min(limitMs, Math.max(1, Math.ceil(limitMs - ranMs))));
  }

  #isCurrent(container: Container, following: Following): boolean {
    return this.#following.get(container) === following;
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

  /** Its shim does not answer any more: sees to it that one does, until the container has ended. */
  async #serveAgain(container: Container, following: Following): Promise<void> {
    const { over } = following;
    let retryMs = performance.now() - following.servedAtMs < firstRetryMs ? firstRetryMs : 0;
    while (this.#isCurrent(container, following)) {
      if (retryMs > 0) await setTimeout(retryMs, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
      if (!this.#isCurrent(container, following) || (await this.#settle(container))) return;
      following.lifeline ??= Lifeline.open(this.#syscalls, container);
      if (following.lifeline !== undefined && (await this.#tryToServe(container, following, following.lifeline)))
        return;
      if (!isAlive(container)) return await this.#endUnseen(container);
      if (container.isWatched) {
        container.unwatched(true, 0n);
        this.#emit('changed', container);
      }
      retryMs = Math.min(Math.max(firstRetryMs, retryMs * 2), slowestRetryMs);
    }
  }

  async #tryToServe(container: Container, following: Following, lifeline: Lifeline): Promise<boolean> {
    const { record } = container;
    try {
      const shim = record?.shim;
      const shimEnded = shim === undefined || (await processEnd(this.#syscalls, shim, shimDeathTimeoutMs));
      if (!this.#isCurrent(container, following) || (await this.#settle(container))) return true;
      if (shimEnded) await this.#adoption.adopt(container, lifeline);
      await this.#connect(container, following);
    } catch {
      return false;
    }
    if (!this.#isCurrent(container, following)) return true;
    container.watched();
    this.#emit('changed', container);
    return true;
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

function isAlive({ record }: Container): boolean {
  return record !== undefined && isProcessAlive(record.init);
}
