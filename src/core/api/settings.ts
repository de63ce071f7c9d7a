import type { HealthCheck } from './health.ts';
import type { ContainerNetworkOptions } from './network.ts';

/** How mounts made later, on the host or in the container, are seen by the other side (mount_namespaces(7)). */
export type MountPropagation = 'private' | 'rprivate' | 'shared' | 'rshared' | 'slave' | 'rslave';

export type ContainerMount =
  /** A file or directory of the host, which exists. `rprivate` when no propagation is given. */
  | {
      readonly kind: 'bind';
      /** Absolute, on the host. */
      readonly source: string;
      /** Absolute, in the container. */
      readonly target: string;
      readonly readonly?: boolean | undefined;
      readonly propagation?: MountPropagation | undefined;
    }
  /** A volume, made if there is none of this name. With an empty one comes what the image has there. */
  | {
      readonly kind: 'volume';
      /** Absent: an anonymous one. */
      readonly source?: string | undefined;
      readonly target: string;
      readonly readonly?: boolean | undefined;
      readonly propagation?: MountPropagation | undefined;
      /** Leave an empty volume empty. */
      readonly noCopy?: boolean | undefined;
    }
  /** Memory of its own, gone with each run. Options as tmpfs(5) has them, such as `size=64m`. */
  | { readonly kind: 'tmpfs'; readonly target: string; readonly options?: readonly string[] | undefined };

export interface DeviceMapping {
  /** Of a device node on the host. */
  readonly source: string;
  /** In the container. */
  readonly target: string;
  /** Any of `r`, `w` and `m` (mknod). */
  readonly access: string;
}

export interface Ulimit {
  /** As in `ulimit`: `nofile`, `nproc`, `core`. */
  readonly name: string;
  /** -1 = unlimited. */
  readonly soft: number;
  readonly hard: number;
}

/** How fast a block device may be used. */
export interface DeviceRate {
  /** Path of the device on the host: a whole disk. */
  readonly device: string;
  readonly kind: 'read-bps' | 'write-bps' | 'read-iops' | 'write-iops';
  /** Bytes or operations a second; 0 = as fast as it can. */
  readonly rate: number;
}

/** What is absent has no limit, or in an update stays as it is. */
export interface ResourceLimits {
  /** -1 = unlimited. */
  readonly memoryBytes?: number | undefined;
  /** What it is brought back to when the machine is short of memory. */
  readonly memoryReservationBytes?: number | undefined;
  /** Memory and swap together; -1 = as much swap as there is. Needs `memoryBytes`. */
  readonly memorySwapBytes?: number | undefined;
  /** How many processors' worth of time, such as 1.5; -1 = unlimited. */
  readonly cpus?: number | undefined;
  /** Its part of a busy processor beside others: 2 to 262144, where 1024 is what everybody has. */
  readonly cpuShares?: number | undefined;
  /** The processors it may run on: `0-2,7`. */
  readonly cpuset?: string | undefined;
  /** The memory nodes it may use: `0`. */
  readonly cpusetMems?: string | undefined;
  /** Its part of a busy disk beside others: 10 to 1000. */
  readonly blkioWeight?: number | undefined;
  readonly deviceRates?: readonly DeviceRate[] | undefined;
  /** Processes and threads; -1 = unlimited. */
  readonly pids?: number | undefined;
}

/** When a container that has ended is started again. What its user stopped is not, but by `always` when conmand starts. */
export interface RestartPolicy {
  readonly kind: 'no' | 'on-failure' | 'always' | 'unless-stopped';
  /** Only for `on-failure`; absent or 0 = as often as it fails. */
  readonly maxRetries?: number | undefined;
}

/** What may be kept of a container's output. What is absent is the daemon's own. */
export interface LogLimits {
  /** Bytes of one file, at least 4096; -1 = unlimited. */
  readonly maxBytes?: number | undefined;
  /** How many files: the one that is written and those before it. */
  readonly maxFiles?: number | undefined;
}

/** `size` ids of the container from `container` on are those of the host from `host` on. */
export interface IdMapping {
  readonly container: number;
  readonly host: number;
  readonly size: number;
}

/** Whose a container's users are on the host. */
export type UserNamespace =
  /** The same: its root is the host's, as far as its capabilities let it. */
  | { readonly kind: 'host' }
  /** Nobody's, and no other container's; 65536 of them when no size is given. */
  | { readonly kind: 'auto'; readonly size?: number | undefined }
  | { readonly kind: 'maps'; readonly uids: readonly IdMapping[]; readonly gids: readonly IdMapping[] };

/** What a container may be given beside its command. Absent fields take the image's value, then the default. */
export interface ContainerSettings {
  /** Runs instead of the image's command, with `command` as its arguments. */
  readonly entrypoint?: readonly string[] | undefined;
  /** `USER[:GROUP]`, each a number or a name that the root file system knows. */
  readonly user?: string | undefined;
  /** Further groups, as numbers or names. */
  readonly groups?: readonly string[] | undefined;
  readonly mounts?: readonly ContainerMount[] | undefined;
  /** `NET_ADMIN`, `CAP_NET_ADMIN` or `ALL`. What is added counts after what is dropped, unless that is one by one. */
  readonly capAdd?: readonly string[] | undefined;
  readonly capDrop?: readonly string[] | undefined;
  /** All capabilities, all devices, no seccomp filter, no protected kernel files: root in it is root on the host. */
  readonly privileged?: boolean | undefined;
  readonly noNewPrivileges?: boolean | undefined;
  /** The host's when absent. */
  readonly userNamespace?: UserNamespace | undefined;
  /** `unconfined`, or the JSON text of a profile (linux.seccomp of the OCI runtime-spec). */
  readonly seccompProfile?: string | undefined;
  readonly ulimits?: readonly Ulimit[] | undefined;
  readonly sysctls?: Readonly<Record<string, string>> | undefined;
  readonly shmSizeBytes?: number | undefined;
  readonly devices?: readonly DeviceMapping[] | undefined;
  readonly limits?: ResourceLimits | undefined;
  /** The OCI runtime by the name that conmand was given for it; its default one when absent. */
  readonly runtime?: string | undefined;
  /** What asks it to end; SIGTERM when absent. */
  readonly stopSignal?: string | undefined;
  /** Seconds to wait for that end before SIGKILL; 10 when absent. */
  readonly stopTimeoutSeconds?: number | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Run the command under an init of ours, which reaps what it leaves behind and passes signals on. */
  readonly init?: boolean | undefined;
  /** Further paths that nobody in it may see. */
  readonly maskPaths?: readonly string[] | undefined;
  /** Of the paths that are masked or read-only by default, those that are not to be; `ALL` for none of them. */
  readonly unmaskPaths?: readonly string[] | undefined;
  /** How likely the kernel is to kill it when the machine's memory runs out: -1000 to 1000. */
  readonly oomScoreAdj?: number | undefined;
  readonly restart?: RestartPolicy | undefined;
  readonly logLimits?: LogLimits | undefined;
  /** Seconds after its start when it is killed. */
  readonly runTimeoutSeconds?: number | undefined;
  /** Absent: nothing but a loopback interface of its own, as for the clients that came before networks did. */
  readonly network?: ContainerNetworkOptions | undefined;
  /** The image's when absent; `none` for none at all. */
  readonly health?: HealthCheck | 'none' | undefined;
  /** Remove it when it has ended, whoever is still there then. */
  readonly autoRemove?: boolean | undefined;
}
