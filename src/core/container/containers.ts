import type {
  ContainerExit,
  ContainerInspection,
  ContainerState,
  ContainerStatus,
  ContainerSummary,
  CreateContainerOptions,
  RemoveOptions,
  StopOptions,
} from '../api/container.ts';
import type { EngineEvent } from '../api/event.ts';
import type { ImageSummary } from '../api/image.ts';

/** Where the engine keeps things and what it runs. All paths are absolute. */
export interface EngineConfig {
  /** State that survives a reboot: records, images, exit files. */
  readonly libRoot: string;
  /** State of this boot: sockets and pid files. Short, because a socket's path is limited to 107 bytes. */
  readonly runRoot: string;
  readonly containerLogs: string;
  readonly shimPath: string;
  readonly runtimePath: string;
  readonly runtimeRoot: string;
  /** Absolute path in the cgroup hierarchies, such as `/conman`. */
  readonly cgroupParent: string;
  /** The assets directory, for the seccomp profile. */
  readonly assetsDir: string;
}

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
  /** Mountpoint of the root file system on the host: untrusted content. */
  readonly rootfs: string;
}

export type ContainerChange = Extract<EngineEvent, { kind: 'container' }>;

export interface ContainerSubscription {
  /** The truth at the moment of subscribing; every later change goes to the listener. */
  readonly snapshot: readonly ContainerSummary[];
  unsubscribe(): void;
}

/**
 * The containers of one lib root: their records, their life and what is known of their end. One instance is the single
 * writer of its roots. Methods mean what ContainerEngine says of their namesakes; `ref` is a name, an id or a unique
 * prefix of an id.
 */
export interface Containers {
  list(): readonly ContainerSummary[];
  status(ref: string): ContainerStatus;
  inspect(ref: string): Promise<ContainerInspection>;
  /** Throws `not-found` or, for an ambiguous prefix, `invalid-argument`. */
  locate(ref: string): ContainerLocation;

  create(options: CreateContainerOptions): Promise<{ readonly id: string }>;
  start(ref: string): Promise<void>;
  stop(ref: string, options?: StopOptions): Promise<void>;
  kill(ref: string, signal: string): Promise<void>;
  remove(ref: string, options?: RemoveOptions): Promise<void>;

  /** How the container ended, as soon as that is known; `unknown` where it never will be. Rejects with `aborted` when it is removed before, `cancelled` on abort. */
  waitForExit(ref: string, abort?: AbortSignal): Promise<ContainerExit>;
  /** The listener is called synchronously, in the order of the changes, and must not throw. */
  subscribe(listener: (change: ContainerChange) => void): ContainerSubscription;

  listImages(): Promise<readonly ImageSummary[]>;

  /** Stops watching. Containers run on. */
  close(): Promise<void>;
}
