import { basename } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { type CgroupHierarchy, removeCgroup } from '../host/cgroups.ts';
import { watchDirectory } from '../host/file-watch.ts';
import { pathKind, readText, removeFile, removeTree } from '../host/files.ts';
import { processEnd } from '../host/process-end.ts';
import { identifyProcess, type ProcessIdentity } from '../host/process-identity.ts';
import type { Syscalls } from '../host/syscalls.ts';
import type { Runtime } from '../runtime/runc.ts';
import type { EngineConfig } from './config.ts';
import { type ContainerPaths, shimsCgroup } from './paths.ts';

/** A shim writes its exit file and ends at once when init is dead. */
const shimEndTimeoutMs = 10_000;
/** As long as a creation may take. */
const creationTimeoutMs = 90_000;

/** Takes apart what a container consists of. Every step finds nothing to do when it was done before. */
export class Teardown {
  readonly #config: EngineConfig;
  readonly #runtime: Runtime;
  readonly #syscalls: Syscalls;
  readonly #hierarchies: readonly CgroupHierarchy[];

  constructor(config: EngineConfig, runtime: Runtime, syscalls: Syscalls, hierarchies: readonly CgroupHierarchy[]) {
    this.#config = config;
    this.#runtime = runtime;
    this.#syscalls = syscalls;
    this.#hierarchies = hierarchies;
  }

  /**
   * Waits until a shim that is creating the container has done so or given up: only what exists can be deleted. Without
   * its config.json, which the caller has removed, a runtime that has not come to it yet fails at once.
   */
  async endCreation({ shimPidFile, pidFile, runDirectory }: ContainerPaths): Promise<void> {
    const shim = await readPidFile(shimPidFile);
    if (shim === undefined) return;
    const { promise: created, resolve } = Promise.withResolvers<void>();
    const watch = watchDirectory(runDirectory, (name) => {
      if (name === basename(pidFile)) resolve();
    });
    if ((await pathKind(pidFile)) === 'file') resolve();
    await Promise.race([created, processEnd(this.#syscalls, shim, creationTimeoutMs)]);
    watch.close();
  }

  /** Kills what runs in the container, and waits for its shim, which still writes files until it ends. */
  async endProcesses(id: string, { shimPidFile, cgroup }: ContainerPaths): Promise<void> {
    const shim = await readPidFile(shimPidFile);
    await this.#runtime.delete(id);
    if (shim !== undefined && !(await processEnd(this.#syscalls, shim, shimEndTimeoutMs))) {
      throw new ConmanError('deadline-exceeded', `the conman-shim of ${id} (process ${shim.pid}) does not end`);
    }
    await removeCgroup(this.#hierarchies, cgroup);
  }

  async unmountRootfs({ rootfs }: ContainerPaths): Promise<void> {
    await this.#syscalls.unmount(rootfs);
  }

  /** The directory goes last: as long as it is there, a restarted conmand knows that something has to be cleaned up. */
  async removeFiles(paths: ContainerPaths): Promise<void> {
    await Promise.all([removeTree(paths.runDirectory), removeFile(paths.exitFile), removeFile(paths.log)]);
    await removeTree(paths.directory);
  }

  /** Removes the engine's own cgroups where nothing is left in them. */
  async removeEngineCgroups(): Promise<void> {
    await removeCgroup(this.#hierarchies, shimsCgroup(this.#config));
    await removeCgroup(this.#hierarchies, this.#config.cgroupParent);
  }
}

async function readPidFile(path: string): Promise<ProcessIdentity | undefined> {
  const pid = Number.parseInt((await readText(path)) ?? '', 10);
  return pid > 0 ? identifyProcess(pid) : undefined;
}
