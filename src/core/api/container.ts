import type { HealthInspection, HealthStatus } from './health.ts';
import type { ContainerNetworkSummary } from './network.ts';
import type { ContainerSettings, IdMapping } from './settings.ts';

/** What a container is doing, derived from its record, its exit file and the kernel; never stored. */
export type ContainerState = 'created' | 'running' | 'exited' | 'unknown';

/** How a container or an exec session ended. `unknown` is said wherever nobody could read the status; it is never 0. */
export type ExitReason = 'exited' | 'signaled' | 'unknown';

export interface ContainerExit {
  readonly reason: ExitReason;
  /** Exit code; 128 + signal after a signal; undefined when unknown. */
  readonly code: number | undefined;
  /** Signal number, only when `reason` is `signaled`. */
  readonly signal: number | undefined;
  /** Unix time in ns. */
  readonly at: bigint;
  /** Why, where more is known: the kernel killed a process of it for want of memory, or it ran longer than it may. */
  readonly cause?: ExitCause | undefined;
}

export type ExitCause = 'out-of-memory' | 'timeout';

/** One row of the list. Times are Unix time in ns, 0n = not yet. */
export interface ContainerSummary {
  /** 32 lower-case hex digits. */
  readonly id: string;
  readonly name: string;
  readonly state: ContainerState;
  readonly createdAt: bigint;
  readonly startedAt: bigint;
  readonly finishedAt: bigint;
  readonly exit: ContainerExit | undefined;
  /** The image's name or the rootfs directory it was made from. */
  readonly image: string;
  /** Command and arguments as they run. */
  readonly command: readonly string[];
  readonly tty: boolean;
  /** True when the container can take input: it was created with stdin. */
  readonly stdin: boolean;
  /** Host pid of the init process; 0 when there is none. */
  readonly pid: number;
  /** True while it is `running` and all its processes are held still. */
  readonly paused?: boolean;
  /** Only while it runs and has a health check. */
  readonly health?: HealthStatus;
  /** How often its policy has started it again since somebody started it; absent when never. */
  readonly restarts?: number;
  /** Output bytes that could not be logged (a full disk). */
  readonly logBytesLost: bigint;
  /** Why the container is broken or its state unknown; empty otherwise. */
  readonly message: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Absent: from a daemon that knows nothing of networks. */
  readonly network?: ContainerNetworkSummary;
}

export interface ContainerStatus extends ContainerSummary {
  readonly logPath: string;
}

/** Everything known about a container. Plain JSON values only, so that it can be shown and piped as it is. */
export interface ContainerInspection {
  readonly id: string;
  readonly name: string;
  readonly state: ContainerState;
  readonly message: string;
  /** RFC 3339 with ns; empty = not yet. */
  readonly createdAt: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exit: {
    readonly reason: ExitReason;
    readonly code: number | null;
    readonly signal: number | null;
    readonly cause: ExitCause | null;
  } | null;
  readonly pid: number;
  readonly paused: boolean;
  readonly image: string;
  readonly command: readonly string[];
  readonly rootfs: { readonly source: string; readonly mountpoint: string; readonly readonly: boolean };
  /** The name of its OCI runtime. */
  readonly runtime: string;
  readonly volumes: readonly { readonly name: string; readonly target: string }[];
  /** Null: its ids are those of the host. */
  readonly userNamespace: { readonly uids: readonly IdMapping[]; readonly gids: readonly IdMapping[] } | null;
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: number;
  readonly stopTimeoutSeconds: number;
  /** 0 = it may run for ever. */
  readonly runTimeoutSeconds: number;
  readonly autoRemove: boolean;
  readonly health: HealthInspection | null;
  readonly restart: { readonly policy: string; readonly maxRetries: number; readonly restarts: number };
  readonly paths: {
    readonly directory: string;
    readonly bundle: string;
    readonly log: string;
    readonly exitFile: string;
    readonly attachSocket: string;
  };
  readonly shimPid: number;
  readonly logBytesLost: number;
  readonly network: ContainerNetworkSummary | null;
  /** The OCI runtime configuration (config.json of the bundle), or null when it cannot be read. */
  readonly spec: unknown;
}

/** What a caller asks for. Absent fields take the image's value, then the default. */
export interface CreateContainerOptions extends ContainerSettings {
  /** 1 to 64 characters of [a-zA-Z0-9_.-], beginning with a letter or digit. */
  readonly name: string;
  /** An image of the store by name, or the absolute path of a root file system directory. */
  readonly image: string;
  readonly rootfsReadonly?: boolean;
  /** Command and arguments; empty takes the image's. */
  readonly command: readonly string[];
  readonly stdin?: boolean;
  /** Close the container's stdin when the first client that attached with stdin is done. */
  readonly stdinOnce?: boolean;
  readonly tty?: boolean;
  /** Initial size of the terminal. */
  readonly terminalSize?: TerminalSize;
  /** `KEY=value` pairs. */
  readonly env?: readonly string[];
  /** Absolute path in the container. */
  readonly workdir?: string;
  readonly hostname?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface StartOptions {
  /** Only prepare the next run of a container that has ended: it is `created`, and can be attached to before it starts. */
  readonly hold?: boolean;
  /** Go on from there instead of beginning anew: the name of a checkpoint of it, or the absolute path of one. */
  readonly checkpoint?: string;
}

export interface StopOptions {
  /** Seconds before SIGKILL, 0 kills at once; the container's own when absent, 10 unless it was given another. */
  readonly timeoutSeconds?: number;
}

export interface RemoveOptions {
  /** Kill the container first if it runs; without it, a running container is refused. */
  readonly force?: boolean;
  /** Also the anonymous volumes that only this container has. */
  readonly volumes?: boolean;
}
