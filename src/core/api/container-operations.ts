import type {
  ContainerExit,
  ContainerInspection,
  ContainerStatus,
  ContainerSummary,
  CreateContainerOptions,
  RemoveOptions,
  StartOptions,
  StopOptions,
} from './container.ts';
import type { ContainerProcess } from './process.ts';
import type { UpdateContainerOptions } from './update.ts';

/** Containers and their life. What every `ref` is and may fail with: see ContainerEngine. */
export interface ContainerOperations {
  /** Sorted by creation time, then id. Containers whose record cannot be read are in it, as `unknown`. */
  listContainers(): Promise<readonly ContainerSummary[]>;
  containerStatus(ref: string): Promise<ContainerStatus>;
  inspectContainer(ref: string): Promise<ContainerInspection>;

  /** Prepares everything up to the process, which waits to be started. Fails with `already-exists` when the name is taken. */
  createContainer(options: CreateContainerOptions): Promise<{ readonly id: string }>;
  /** Runs it, once more if it has ended: with the same file system, changes and log. Fails with `failed-precondition` while it runs. */
  startContainer(ref: string, options?: StartOptions): Promise<void>;
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
  /** Changes limits, restart policy and labels, at once where it runs. All of it or nothing. */
  updateContainer(ref: string, options: UpdateContainerOptions): Promise<void>;
  /** How its present run ended, at once or when it has; one that is `created` has its run before it. */
  waitContainer(ref: string, abort?: AbortSignal): Promise<ContainerExit>;
  /** Sorted by pid; none when it does not run. */
  listProcesses(ref: string): Promise<readonly ContainerProcess[]>;
  /** Removes container, log and changes of its file system. A `ref` that is a full id and unknown is not an error. */
  removeContainer(ref: string, options?: RemoveOptions): Promise<void>;
}
