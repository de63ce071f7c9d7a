import type { ContainerExit, ContainerState, ContainerStatus, ContainerSummary } from '../api/container.ts';
import type { ContainerNetworkSummary } from '../api/network.ts';
import type { NetworkRequest } from '../network/network-request.ts';
import type { Document } from '../store/document.ts';
import type { HealthReport } from './health/health-state.ts';
import { OperationQueue } from './operation-queue.ts';
import type { ContainerPaths } from './paths.ts';
import type { ContainerRecord } from './record.ts';
import { isSameSummary } from './same-summary.ts';
import { type ContainerFacts, deriveState, stateMessage } from './state.ts';

export type RecordDocument = Document<ContainerRecord>;

/** What streams need to reach a container. */
export interface ContainerLocation {
  readonly id: string;
  readonly name: string;
  readonly state: ContainerState;
  /** Host pid of the init process; 0 when there is none. */
  readonly pid: number;
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly logPath: string;
  readonly attachSocket: string;
  readonly bundle: string;
  /** The OCI runtime that was named for it; undefined: the default one. */
  readonly runtime: string | undefined;
  /** Mountpoint of the root file system on the host: untrusted content. */
  readonly rootfs: string;
}

/** A record on disk, or why there is none that can be read. */
export type RecordSource =
  | { readonly kind: 'read'; readonly document: RecordDocument }
  | { readonly kind: 'broken'; readonly name: string; readonly reason: string };

/** What a container has of the network now. */
export type DescribeNetwork = (container: {
  readonly id: string;
  readonly request: NetworkRequest | undefined;
}) => ContainerNetworkSummary;

const none: readonly string[] = [];
const noLabels: Readonly<Record<string, string>> = {};

/** One container as the engine knows it: its record and the facts seen since. */
export class Container {
  readonly id: string;
  readonly paths: ContainerPaths;
  readonly queue = new OperationQueue();
  /** It is about to be started by itself. */
  awaitsRestart = false;
  /** Why it cannot be started with this conmand; undefined when nothing is known that would keep it from it. */
  startProblem: string | undefined;
  readonly #source: RecordSource;
  readonly #describeNetwork: DescribeNetwork;
  #ended = Promise.withResolvers<ContainerExit>();
  #exit: ContainerExit | undefined;
  #alive = false;
  #watched = false;
  #paused = false;
  #logBytesLost = 0n;
  #health: HealthReport | undefined;
  #summary: ContainerSummary | undefined;

  constructor(id: string, paths: ContainerPaths, source: RecordSource, describeNetwork: DescribeNetwork) {
    this.id = id;
    this.paths = paths;
    this.#source = source;
    this.#describeNetwork = describeNetwork;
  }

  /** Undefined when it cannot be read. */
  get document(): RecordDocument | undefined {
    return this.#source.kind === 'read' ? this.#source.document : undefined;
  }

  get record(): ContainerRecord | undefined {
    return this.document?.data;
  }

  get name(): string {
    return this.#source.kind === 'read' ? this.#source.document.data.name : this.#source.name;
  }

  get state(): ContainerState {
    return deriveState(this.#facts);
  }

  /** 0n: the present run has not been started. */
  get startedAt(): bigint {
    return BigInt(this.record?.startedAt ?? 0);
  }

  get createdAt(): bigint {
    return BigInt(this.record?.createdAt ?? 0);
  }

  get #facts(): ContainerFacts {
    return {
      broken: this.#source.kind === 'broken' ? this.#source.reason : undefined,
      started: this.record?.startedAt !== undefined,
      exit: this.#exit,
      alive: this.#alive,
      watched: this.#watched,
    };
  }

  /** Resolves when the present run has ended, one way or the other; never rejects. */
  get ended(): Promise<ContainerExit> {
    return this.#ended.promise;
  }

  get paused(): boolean {
    return this.#paused && this.state === 'running';
  }

  pausedIs(paused: boolean): void {
    this.#paused = paused;
  }

  /** Of the present run, while it runs. */
  get health(): HealthReport | undefined {
    return this.state === 'running' ? this.#health : undefined;
  }

  healthIs(health: HealthReport | undefined): void {
    this.#health = health;
  }

  get exit(): ContainerExit | undefined {
    return this.#exit;
  }

  get #message(): string {
    const message = [stateMessage(this.#facts), this.startProblem ?? ''].filter(Boolean).join(' ');
    if (!this.awaitsRestart) return message;
    const restart = `It is about to be started again (restart ${(this.record?.restarts ?? 0) + 1}).`;
    return message === '' ? restart : `${message} ${restart}`;
  }

  get hasEnded(): boolean {
    return this.#exit !== undefined || (!this.#alive && !this.#watched);
  }

  get isWatched(): boolean {
    return this.#watched;
  }

  /** Its init lives, and a shim that will say how it ended. */
  watched(): void {
    this.#alive = true;
    this.#watched = true;
  }

  /** Its shim is gone without an exit file. */
  unwatched(alive: boolean, at: bigint): void {
    this.#watched = false;
    this.#alive = alive;
    if (!alive) this.#ended.resolve({ reason: 'unknown', code: undefined, signal: undefined, at });
  }

  exited(exit: ContainerExit): void {
    this.#exit = exit;
    this.#alive = false;
    this.#watched = false;
    this.#ended.resolve(exit);
  }

  /** It is about to run once more: what was seen of its end is that of the run before. */
  renew(): void {
    this.#ended = Promise.withResolvers();
    this.#exit = undefined;
    this.#paused = false;
    this.#health = undefined;
    this.#logBytesLost = 0n;
  }

  /** Output bytes that the present run could not log. */
  get logBytesLost(): bigint {
    return this.#logBytesLost;
  }

  lostLogBytes(total: bigint): void {
    if (total > this.#logBytesLost) this.#logBytesLost = total;
  }

  /** The same object for as long as it says the same, so that what was made of it can be used again. */
  summary(): ContainerSummary {
    const summary = this.#summarize();
    if (this.#summary === undefined || !isSameSummary(this.#summary, summary)) this.#summary = summary;
    return this.#summary;
  }

  #summarize(): ContainerSummary {
    const { record, state } = this;
    return {
      id: this.id,
      name: this.name,
      state,
      createdAt: this.createdAt,
      startedAt: this.startedAt,
      finishedAt: this.#exit?.at ?? 0n,
      exit: this.#exit,
      image: record?.image ?? '',
      command: record?.command ?? none,
      tty: record?.tty ?? false,
      stdin: record?.stdin ?? false,
      pid: this.#alive ? (record?.init.pid ?? 0) : 0,
      ...(this.paused && { paused: true }),
      ...(this.health !== undefined && { health: this.health.state.status }),
      ...(record?.restarts && { restarts: record.restarts }),
      logBytesLost: BigInt(record?.logBytesLostBefore ?? 0) + this.#logBytesLost,
      message: this.#message,
      labels: record?.labels ?? noLabels,
      network: this.#describeNetwork({ id: this.id, request: record?.network }),
    };
  }

  status(): ContainerStatus {
    return { ...this.summary(), logPath: this.paths.log };
  }

  location(): ContainerLocation {
    const { id, name, state, pid, tty, stdin } = this.summary();
    const { log, attachSocket, bundle, rootfs } = this.paths;
    const stdinOnce = this.record?.stdinOnce ?? false;
    const place = { logPath: log, attachSocket, bundle, rootfs };
    return { id, name, state, pid, tty, stdin, stdinOnce, ...place, runtime: this.record?.runtime };
  }
}
