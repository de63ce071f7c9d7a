import type {
  ContainerExit,
  ContainerInspection,
  ContainerStatus,
  ContainerSummary,
  CreateContainerOptions,
  RemoveOptions,
  StopOptions,
} from './container.ts';
import type { EngineEvent } from './event.ts';
import type { CreateExecOptions, ExecSession } from './exec.ts';
import type { ImageInspection, ImageSummary, PullOptions, PullProgress } from './image.ts';
import type { LogChunk, LogOptions } from './log.ts';
import type { ContainerProcess } from './process.ts';
import type { AttachOptions, StreamSession } from './stream.ts';

export interface EngineVersion {
  readonly version: string;
  readonly runtimeName: string;
  readonly runtimeVersion: string;
  /** Process id of the daemon. */
  readonly pid: number;
  /** When the daemon started, as Unix time in ns. */
  readonly startedAt: bigint;
}

/**
 * The one door between people's programs and containers: implemented by the engine inside `conmand`, and by the gRPC
 * client for everybody else.
 *
 * Every `ref` is a container's name, its id, or a prefix of its id that no other container shares. Every method rejects
 * with a ConmanError: `not-found`, `invalid-argument` (malformed or ambiguous `ref`) and `unavailable` (no daemon) are
 * possible everywhere and not repeated below.
 */
export interface ContainerEngine {
  version(): Promise<EngineVersion>;

  /** Sorted by creation time, then id. Containers whose record cannot be read are in it, as `unknown`. */
  listContainers(): Promise<readonly ContainerSummary[]>;
  containerStatus(ref: string): Promise<ContainerStatus>;
  inspectContainer(ref: string): Promise<ContainerInspection>;

  /** Prepares everything up to the process, which waits to be started. Fails with `already-exists` when the name is taken. */
  createContainer(options: CreateContainerOptions): Promise<{ readonly id: string }>;
  /** Runs it, once more if it has ended: with the same file system, changes and log. Fails with `failed-precondition` while it runs. */
  startContainer(ref: string): Promise<void>;
  /** SIGTERM, then SIGKILL after the timeout; resolves when it has ended. A container that does not run is left alone. */
  stopContainer(ref: string, options?: StopOptions): Promise<void>;
  /** Stops it if it runs, and starts it. */
  restartContainer(ref: string, options?: StopOptions): Promise<void>;
  /** Sends a signal (`TERM`, `SIGTERM` or `15`) to the container's init process. Fails with `failed-precondition` unless it runs. */
  killContainer(ref: string, signal: string): Promise<void>;
  /** Holds all processes of a running container still. Fails with `failed-precondition` unless it runs unpaused. */
  pauseContainer(ref: string): Promise<void>;
  /** Lets them go on. Fails with `failed-precondition` unless it is paused. */
  resumeContainer(ref: string): Promise<void>;
  /** Gives it another name; fails with `already-exists` when that is taken. */
  renameContainer(ref: string, name: string): Promise<void>;
  /** How its present run ended, at once or when it has; one that is `created` has its run before it. */
  waitContainer(ref: string, abort?: AbortSignal): Promise<ContainerExit>;
  /** Sorted by pid; none when it does not run. */
  listProcesses(ref: string): Promise<readonly ContainerProcess[]>;
  /** Removes container, log and changes of its file system. A `ref` that is a full id and unknown is not an error. */
  removeContainer(ref: string, options?: RemoveOptions): Promise<void>;

  readLogs(ref: string, options: LogOptions, abort?: AbortSignal): AsyncIterable<LogChunk>;
  attachContainer(ref: string, options: AttachOptions): Promise<StreamSession>;
  /** One-shot URL of a Kubernetes remote-command endpoint (SPDY/3.1) attached to the container. */
  attachUrl(ref: string, options: AttachOptions & { readonly tty: boolean }): Promise<string>;

  /** Starts a process in a running container. Fails with `failed-precondition` when it does not run. */
  createExec(ref: string, options: CreateExecOptions): Promise<ExecSession>;
  /** What it wrote while nobody watched comes first, as far as it was kept. `id` is that of the session. */
  attachExec(id: string, options: AttachOptions): Promise<StreamSession>;
  listExecs(): Promise<readonly ExecSession[]>;
  /** Ends the process (SIGHUP on a terminal, else SIGKILL after SIGTERM) and forgets the session. Idempotent. */
  removeExec(id: string): Promise<void>;

  /** A `snapshot` first, then every change, until `abort`. Throws when the subscriber falls hopelessly behind. */
  events(abort?: AbortSignal): AsyncIterable<EngineEvent>;

  listImages(): Promise<readonly ImageSummary[]>;
  /** `image` is a name such as `alpine:3`, or an id or its beginning. */
  inspectImage(image: string): Promise<ImageInspection>;
  /**
   * Brings an image from its registry. Pulls of the same one share their work; it ends when the last of them is
   * aborted, and what was fetched is kept for the next. Fails with `unavailable`, `permission-denied`, `not-found` (no such
   * image, or none for this platform), `data-loss` (not what its digests say) or `resource-exhausted`.
   */
  pullImage(reference: string, options?: PullOptions, abort?: AbortSignal): AsyncIterable<PullProgress>;
  /** Fails with `failed-precondition` while a container is made of it. */
  removeImage(image: string): Promise<void>;
}
