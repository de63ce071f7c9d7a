import { basename, join } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { endCgroup } from '../host/cgroup-processes.ts';
import { type CgroupHierarchy, removeCgroup } from '../host/cgroups.ts';
import { listDirectory, removeTree } from '../host/directories.ts';
import { watchDirectory } from '../host/file-watch.ts';
import { pathKind, removeFile } from '../host/files.ts';
import { joinAll } from '../host/join-all.ts';
import { processEnd } from '../host/process-end.ts';
import { identifyProcess, type ProcessIdentity } from '../host/process-identity.ts';
import type { Syscalls } from '../host/syscalls.ts';
import { unpinUserNamespace } from '../host/user-namespace.ts';
import type { Runtime } from '../runtime/runc.ts';
import { findShim } from '../runtime/shim.ts';
import type { EngineConfig } from './config.ts';
import { type ContainerPaths, exitsDirectory, shimsCgroup } from './paths.ts';
import type { Trash } from './trash.ts';
import { hideMapped } from './user-namespaces/mapped-directories.ts';

/** A shim writes its exit file and ends at once when init is dead. */
const shimEndTimeoutMs = 10_000;
/** As long as a creation may take. */
const creationTimeoutMs = 90_000;

export interface TeardownParts {
  readonly config: EngineConfig;
  /** Those that may know the container; none when its own is not configured any more. */
  readonly runtimesOf: (id: string) => readonly Runtime[];
  readonly syscalls: Syscalls;
  readonly hierarchies: readonly CgroupHierarchy[];
  readonly trash: Trash;
}

/** Takes apart what a container consists of. Every step finds nothing to do when it was done before. */
export class Teardown {
  readonly #config: EngineConfig;
  readonly #runtimesOf: TeardownParts['runtimesOf'];
  readonly #syscalls: Syscalls;
  readonly #hierarchies: readonly CgroupHierarchy[];
  readonly #trash: Trash;

  constructor({ config, runtimesOf, syscalls, hierarchies, trash }: TeardownParts) {
    this.#config = config;
    this.#runtimesOf = runtimesOf;
    this.#syscalls = syscalls;
    this.#hierarchies = hierarchies;
    this.#trash = trash;
  }

  /**
   * Waits until a shim that is creating the container has done so or given up: only what exists can be deleted. Without
   * its config.json, which the caller has removed, a runtime that has not come to it yet fails at once.
   */
  async endCreation(id: string, { shimPidFile, pidFile, runDirectory }: ContainerPaths): Promise<void> {
    const shim = findShim(id, shimPidFile);
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
    const shim = findShim(id, shimPidFile);
    await this.#deleteAtRuntime(id);
    // A runtime that was killed half-way through may know nothing of what it started.
    await endCgroup(this.#hierarchies, cgroup, this.#syscalls);
    await this.#shimEnd(shim);
  }

  /** Also what a container with user ids of its own has beside it. */
  async unmountRootfs({ rootfs, mapped, userNamespace }: ContainerPaths): Promise<void> {
    await this.#syscalls.unmount(rootfs);
    await unpinUserNamespace(userNamespace, this.#syscalls);
    if ((await pathKind(mapped)) === 'directory') await hideMapped({ syscalls: this.#syscalls }, mapped);
  }

  /** The directory goes last: as long as it is there, a restarted conmand knows that something has to be cleaned up. */
  async removeFiles(paths: ContainerPaths): Promise<void> {
    await this.#removeTraces(paths);
    await this.#trash.discard(paths.directory);
  }

  /** All of a container in which nothing runs any more, so that its parts can go side by side. */
  async removeEnded(id: string, paths: ContainerPaths): Promise<void> {
    const shimEnd = this.#shimEnd(findShim(id, paths.shimPidFile));
    const tracesRemoved = shimEnd.then(() => this.#removeTraces(paths));
    await joinAll([this.#deleteAtRuntime(id), this.unmountRootfs(paths), tracesRemoved]);
    // Of a container whose runtime is gone nobody has.
    await removeCgroup(this.#hierarchies, paths.cgroup);
    await this.#trash.discard(paths.directory);
  }

  /** All of a container of which nobody knows what still runs. */
  async removeUnknown(id: string, paths: ContainerPaths): Promise<void> {
    await this.endProcesses(id, paths);
    await this.unmountRootfs(paths);
    await this.removeFiles(paths);
  }

  /** What shims were writing when they were killed, beside the exit files. */
  async removeTornExitFiles(): Promise<void> {
    const directory = exitsDirectory(this.#config);
    for (const name of await listDirectory(directory)) {
      const pid = /^\.conman-shim-(\d+)$/.exec(name)?.[1];
      if (pid !== undefined && identifyProcess(Number(pid)) === undefined) await removeFile(join(directory, name));
    }
  }

  /** Removes the engine's own cgroups where nothing is left in them. */
  async removeEngineCgroups(): Promise<void> {
    await removeCgroup(this.#hierarchies, shimsCgroup(this.#config));
    await removeCgroup(this.#hierarchies, this.#config.cgroupParent);
  }

  /** What lies outside the container's directory. */
  async #removeTraces({ runDirectory, exitFile, log }: ContainerPaths): Promise<void> {
    await joinAll([removeTree(runDirectory), removeFile(exitFile), removeLog(log)]);
  }

  async #deleteAtRuntime(id: string): Promise<void> {
    const forget = async (runtime: Runtime): Promise<void> => {
      if (await runtime.isThere()) await runtime.delete(id);
    };
    await joinAll(this.#runtimesOf(id).map(forget));
  }

  async #shimEnd(shim: ProcessIdentity | undefined): Promise<void> {
    if (shim === undefined || (await processEnd(this.#syscalls, shim, shimEndTimeoutMs))) return;
    throw new ConmanError('deadline-exceeded', `conman-shim ${shim.pid} does not end after its container`);
  }
}

/** With the files it was rotated into; a shim that was killed meanwhile left out a number, at most. */
async function removeLog(path: string): Promise<void> {
  let count = 0;
  for (let number = 1; number <= count + 2; number++) {
    if ((await pathKind(`${path}.${number}`)) === 'file') count = number;
  }
  // From the last, so that those that an interrupted removal left are found again.
  for (let number = count; number > 0; number--) await removeFile(`${path}.${number}`);
  await joinAll([removeFile(`${path}.next`), removeFile(path)]);
}
