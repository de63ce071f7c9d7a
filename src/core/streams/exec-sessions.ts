import type { EngineEvent } from '../api/event.ts';
import type { CreateExecOptions, ExecSession } from '../api/exec.ts';
import type { AttachOptions, StreamSession } from '../api/stream.ts';
import type { ContainerLocation } from '../container/containers.ts';
import { ConmanError } from '../errors/index.ts';
import { processEnd } from '../host/process-end.ts';
import { isProcessAlive } from '../host/process-identity.ts';
import { sendSignal } from '../host/signal.ts';
import { type ExecStartParts, type StartedExec, startExec } from './exec-start.ts';

export type ExecChange = Extract<EngineEvent, { kind: 'exec' }>;

/** How long a process may take to end by itself before it is killed, in ms. */
const graceMs = 2_000;
/** The same when the daemon stops. */
const closingGraceMs = 300;

/** Sessions that ended and were not removed. Beyond this the oldest go, with what they kept of their output. */
const maxEndedSessions = 64;

/** The exec sessions of this daemon. They end with it; containers do not. */
export class ExecSessions {
  readonly #parts: ExecStartParts;
  /** In the order in which they were started. */
  readonly #started = new Map<string, StartedExec>();
  readonly #listeners = new Set<(change: ExecChange) => void>();

  constructor(parts: ExecStartParts) {
    this.#parts = parts;
  }

  list(): ExecSession[] {
    return Array.from(this.#started.values(), ({ session }) => session.summary());
  }

  get runningCount(): number {
    return [...this.#started.values()].filter(({ session }) => !session.hasEnded).length;
  }

  /** The listener is called in the order of the changes and must not throw. Returns what ends it. */
  subscribe(listener: (change: ExecChange) => void): () => void {
    const own = (change: ExecChange): void => listener(change);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  async create(container: ContainerLocation, options: CreateExecOptions): Promise<ExecSession> {
    if (container.state !== 'running') {
      throw new ConmanError('failed-precondition', `container ${container.name} is ${container.state}, not running`);
    }
    const started = await startExec(this.#parts, container, options);
    const { session } = started;
    this.#started.set(session.id, started);
    const summary = session.summary();
    this.#emit('started', started);
    void session.whenEnded.then(() => this.#ended(started));
    return summary;
  }

  attach(id: string, options: AttachOptions): StreamSession {
    const started = this.#started.get(id);
    if (started !== undefined) return started.session.attach(options);
    throw new ConmanError('not-found', `there is no exec session ${id}`, {
      hint: 'A session ends with the conmand that started it, and is gone once it was removed.',
    });
  }

  async remove(id: string): Promise<void> {
    const started = this.#started.get(id);
    if (started === undefined) return;
    await this.#end(started, graceMs);
    this.#forget(started);
  }

  /** With a container go the sessions that ran in it. */
  containerRemoved(containerId: string): void {
    for (const started of this.#started.values()) {
      if (started.session.containerId === containerId) this.#forget(started);
    }
  }

  /** Ends all processes. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#started.values(), (started) => this.#end(started, closingGraceMs)));
  }

  /** Signals the process itself: a killed runtime would leave it running. */
  async #end({ session, identity, runtimePid }: StartedExec, timeoutMs: number): Promise<void> {
    if (session.hasEnded) return;
    if (identity !== undefined && isProcessAlive(identity)) {
      sendSignal(identity.pid, session.tty ? 'SIGHUP' : 'SIGTERM');
      const ended = await processEnd(this.#parts.syscalls, identity, timeoutMs);
      if (!ended && isProcessAlive(identity)) sendSignal(identity.pid, 'SIGKILL');
    }
    // What the process started may hold its pipes; the runtime would wait for them.
    const timer = setTimeout(() => {
      if (!session.hasEnded) sendSignal(runtimePid, 'SIGKILL');
    }, timeoutMs);
    await session.whenEnded;
    clearTimeout(timer);
  }

  #ended(started: StartedExec): void {
    if (!this.#started.has(started.session.id)) return;
    this.#emit('exited', started);
    const ended = [...this.#started.values()].filter(({ session }) => session.hasEnded);
    for (const oldest of ended.slice(0, Math.max(0, ended.length - maxEndedSessions))) this.#forget(oldest);
  }

  #forget(started: StartedExec): void {
    if (this.#started.delete(started.session.id)) this.#emit('removed', started);
  }

  #emit(type: ExecChange['type'], { session }: StartedExec): void {
    const change: ExecChange = { kind: 'exec', type, at: this.#parts.nowNs(), exec: session.summary() };
    for (const listener of this.#listeners) listener(change);
  }
}
