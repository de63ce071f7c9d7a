import type { LogLimits } from '../api/settings.ts';
import type { NamedRuntime } from '../runtime/runtimes.ts';

/** `auto` is overlayfs, and a copy for each container where that cannot be had. */
export type RootfsDriver = 'auto' | 'overlay' | 'copy';

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
  /** Runtimes beside that one, for containers that name them. */
  readonly runtimes?: readonly NamedRuntime[];
  /** Directories where criu is looked for, joined by colons; those of the runtime's PATH when absent. */
  readonly criuSearchPath?: string;
  /** Absolute path in the cgroup hierarchies, such as `/conman`. */
  readonly cgroupParent: string;
  /** Of containers that were not given others; 3 files of 64 MB when absent. */
  readonly logLimits?: LogLimits;
  /** Run by the shim of each container when that has ended; undefined: nothing is. */
  readonly exitHook?: string | undefined;
  /** Where CNI plugins are, searched in this order. */
  readonly cniPluginDirectories: readonly string[];
  /** Where others configure CNI networks. */
  readonly cniConfigDirectory: string;
  /** The network of containers that ask for the default one: its name, or `none`. */
  readonly defaultNetwork: string;
  /** How root file systems are laid over images; `auto` when absent. */
  readonly rootfsDriver?: RootfsDriver;
  /** The assets directory, for the seccomp profile. */
  readonly assetsDir: string;
  /** Directories with `registries.conf` and `certs.d`; the usual ones of this machine when absent. */
  readonly registryConfigurations?: readonly string[] | undefined;
}
