import { join } from 'node:path';
import type { EngineConfig } from './config.ts';

/** Every place a container has, by its id alone, so that even one without a readable record can be cleaned up. */
export interface ContainerPaths {
  readonly directory: string;
  readonly record: string;
  readonly bundle: string;
  readonly spec: string;
  /** Where config.json waits while nobody may create the container. */
  readonly specAside: string;
  readonly rootfs: string;
  readonly upper: string;
  readonly work: string;
  /** There when `upper` is all of the root file system, a copy: made when that was complete. */
  readonly copied: string;
  /** Where directories are shown with the owners that a container with ids of its own sees. */
  readonly mapped: string;
  readonly etc: string;
  /** Of the container's processes, by their names. */
  readonly checkpoints: string;
  /** What criu is to do differently, as its configuration file says it. */
  readonly criuConfiguration: string;
  readonly log: string;
  readonly exitFile: string;
  readonly runDirectory: string;
  readonly attachSocket: string;
  /** Where the user namespace is pinned of a container that has its own. */
  readonly userNamespace: string;
  readonly shimPidFile: string;
  readonly pidFile: string;
  /** In the cgroup hierarchies. */
  readonly cgroup: string;
}

export function containersDirectory(config: EngineConfig): string {
  return join(config.libRoot, 'containers');
}

export function exitsDirectory(config: EngineConfig): string {
  return join(config.libRoot, 'exits');
}

export function imagesDirectory(config: EngineConfig): string {
  return join(config.libRoot, 'images');
}

export function volumesDirectory(config: EngineConfig): string {
  return join(config.libRoot, 'volumes');
}

/** On the file system of the containers' directories. */
export function trashDirectory(config: EngineConfig): string {
  return join(config.libRoot, 'trash');
}

export function runDirectory(config: EngineConfig): string {
  return join(config.runRoot, 'containers');
}

export function userNamespacesDirectory(config: EngineConfig): string {
  return join(config.runRoot, 'userns');
}

/** Where the shims live, apart from conmand: a service manager that stops conmand kills what is in its cgroup. */
export function shimsCgroup(config: EngineConfig): string {
  return join(config.cgroupParent, 'shims');
}

export function containerPaths(config: EngineConfig, id: string): ContainerPaths {
  const directory = join(containersDirectory(config), id);
  const run = join(runDirectory(config), id);
  const bundle = join(directory, 'bundle');
  return {
    directory,
    record: join(directory, 'record.json'),
    bundle,
    spec: join(bundle, 'config.json'),
    specAside: join(directory, 'config.json.aside'),
    rootfs: join(directory, 'rootfs'),
    upper: join(directory, 'upper'),
    work: join(directory, 'work'),
    copied: join(directory, 'copied'),
    mapped: join(directory, 'mapped'),
    etc: join(directory, 'etc'),
    checkpoints: join(directory, 'checkpoints'),
    criuConfiguration: join(directory, 'criu.conf'),
    log: join(config.containerLogs, `${id}.log`),
    exitFile: join(exitsDirectory(config), id),
    runDirectory: run,
    attachSocket: join(run, 'attach.sock'),
    userNamespace: join(userNamespacesDirectory(config), id),
    shimPidFile: join(run, 'shim.pid'),
    pidFile: join(run, 'container.pid'),
    cgroup: join(config.cgroupParent, id),
  };
}
