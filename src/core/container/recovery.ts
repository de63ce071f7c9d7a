import type { ContainerExit } from '../api/container.ts';
import { ConmanError } from '../errors/index.ts';
import { type CgroupHierarchy, listCgroups, removeCgroup } from '../host/cgroups.ts';
import type { UnixClock } from '../host/clock.ts';
import { listDirectory, removeTree } from '../host/directories.ts';
import { removeFile } from '../host/files.ts';
import { joinAll } from '../host/join-all.ts';
import { listMounts } from '../host/mounts.ts';
import { isProcessAlive, readBootId } from '../host/process-identity.ts';
import type { Networks } from '../network/networks.ts';
import { readExitFile } from '../runtime/exit-file.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { EngineConfig } from './config.ts';
import { Container, type RecordSource } from './container.ts';
import { isContainerId } from './id.ts';
import {
  type ContainerPaths,
  containerPaths,
  containersDirectory,
  exitsDirectory,
  runDirectory,
  userNamespacesDirectory,
} from './paths.ts';
import type { Pausing } from './pausing.ts';
import type { FormerRun } from './record.ts';
import { readRecord } from './record-source.ts';
import type { ContainerRegistry } from './registry.ts';
import { exitOfFormerRun, type Relaunch } from './relaunch.ts';
import type { Supervisor } from './supervisor.ts';
import type { Teardown } from './teardown.ts';

export interface RecoveryParts {
  readonly config: EngineConfig;
  readonly registry: ContainerRegistry;
  readonly supervisor: Supervisor;
  readonly clock: UnixClock;
  readonly networks: Networks;
  readonly runtimes: Runtimes;
  readonly teardown: Teardown;
  readonly relaunch: Relaunch;
  readonly pausing: Pausing;
  readonly hierarchies: readonly CgroupHierarchy[];
}

/** Finds out at start what is true, whatever happened to the conmand before. */
export class Recovery {
  readonly #parts: RecoveryParts;
  /** What could not be cleaned up, one line each. */
  readonly #problems: string[] = [];

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** What could not be cleaned up, one line each; that does not keep the rest from working. */
  async run(): Promise<readonly string[]> {
    const ids = (await listDirectory(containersDirectory(this.#parts.config))).filter(isContainerId);
    await joinAll(ids.map((id) => this.#recover(id)));
    await this.#sweep();
    this.#problems.push(...(await this.#parts.networks.reconcile((id) => this.#mayLive(id))));
    return this.#problems;
  }

  /** Of one whose record cannot be read nobody knows. */
  #mayLive(id: string): boolean {
    const container = this.#parts.registry.get(id);
    return container !== undefined && (container.document === undefined || !container.hasEnded);
  }

  async #recover(id: string): Promise<void> {
    const paths = containerPaths(this.#parts.config, id);
    const source = await this.#readOrTakeApart(id, paths);
    if (source === undefined) return;
    const { registry } = this.#parts;
    const container = new Container(id, paths, source, (each) => this.#parts.networks.summary(each));
    container.startProblem = this.#parts.runtimes.problem(container.record?.runtime);
    registry.names.adopt(container.name, id);
    registry.add(container);
    if (source.kind === 'read') await this.#findOutState(container);
  }

  /** Without a record it is what an interrupted creation or removal left. Undefined when nothing of it is left. */
  async #readOrTakeApart(id: string, paths: ContainerPaths): Promise<RecordSource | undefined> {
    const source = await readRecord(id, paths);
    if (source !== undefined) return source;
    try {
      await this.#takeApart(id, paths);
      return undefined;
    } catch (error) {
      const { message } = ConmanError.from(error);
      return {
        kind: 'broken',
        name: id,
        reason: `what an interrupted operation left cannot be cleaned up: ${message}`,
      };
    }
  }

  async #findOutState(container: Container): Promise<void> {
    const { clock, pausing, supervisor } = this.#parts;
    const { record } = container;
    if (record === undefined) return;
    if (record.formerRun !== undefined) return await this.#takeBack(container, record.formerRun);
    if (await noteExit(container)) return;
    if (record.init.bootId !== readBootId()) return container.exited(unknownExit);
    if (isProcessAlive(record.init)) {
      if (record.startedAt === undefined) await this.#findOutStart(container);
      await pausing.look(container);
      supervisor.follow(container);
      await this.#attempt(container.id, () => pausing.letGo(container));
    } else if (record.shim !== undefined && isProcessAlive(record.shim)) {
      // It is about to write the exit file.
      supervisor.follow(container);
    } else if (!(await noteExit(container))) {
      // Looked for once more, because both may have ended since the first look.
      container.unwatched(false, clock.nowNs());
    }
  }

  /** The conmand before died while it started the container again: the run before that is the one that counts. */
  async #takeBack(container: Container, former: FormerRun): Promise<void> {
    container.lostLogBytes(BigInt(former.logBytesLost));
    container.exited(exitOfFormerRun(former));
    await this.#attempt(container.id, () => this.#parts.relaunch.takeBack(container));
  }

  /** The conmand before may have died between a start and writing that down. */
  async #findOutStart(container: Container): Promise<void> {
    const runtime = await this.#parts.runtimes.usable(container.record?.runtime);
    const state = await runtime?.state(container.id);
    if (state?.status === 'running' || state?.status === 'paused') {
      await container.document?.update({ startedAt: this.#parts.clock.nowNs().toString() });
    }
  }

  async #takeApart(id: string, paths: ContainerPaths): Promise<void> {
    const { teardown } = this.#parts;
    // A shim that has not come to the runtime yet must not create the container after this.
    await removeFile(paths.spec);
    await teardown.endCreation(id, paths);
    await teardown.removeUnknown(id, paths);
  }

  /** Removes what is in our own places and belongs to no container. */
  async #sweep(): Promise<void> {
    const { config, registry, runtimes, hierarchies, teardown } = this.#parts;
    const sweep = async (ids: readonly string[], clean: (paths: ContainerPaths, id: string) => Promise<void>) => {
      for (const id of ids.filter((name) => isContainerId(name) && registry.get(name) === undefined)) {
        await this.#attempt(id, () => clean(containerPaths(config, id), id));
      }
    };
    await this.#attempt('torn exit files', () => teardown.removeTornExitFiles());
    for (const { root } of runtimes.all.values()) {
      await sweep(await listDirectory(root), (paths, id) => teardown.endProcesses(id, paths));
    }
    const pinned = await listDirectory(userNamespacesDirectory(config));
    await sweep([...(await mountedContainers(config)), ...pinned], (paths) => teardown.unmountRootfs(paths));
    await sweep(await listDirectory(runDirectory(config)), (paths) => removeTree(paths.runDirectory));
    await sweep(await listDirectory(exitsDirectory(config)), (paths) => removeFile(paths.exitFile));
    await sweep(await listCgroups(hierarchies, config.cgroupParent), ({ cgroup }) => removeCgroup(hierarchies, cgroup));
  }

  async #attempt(id: string, clean: () => Promise<void>): Promise<void> {
    try {
      await clean();
    } catch (error) {
      this.#problems.push(`cannot clean up ${id}: ${ConmanError.from(error).message}`);
    }
  }
}

/** Ids of the containers that have something mounted. */
async function mountedContainers(config: EngineConfig): Promise<string[]> {
  const prefix = `${containersDirectory(config)}/`;
  const mountpoints = (await listMounts()).map(({ mountpoint }) => mountpoint);
  const ids = mountpoints
    .filter((mountpoint) => mountpoint.startsWith(prefix))
    .map((mountpoint) => mountpoint.slice(prefix.length).split('/')[0] ?? '');
  return [...new Set(ids)];
}

const unknownExit: ContainerExit = { reason: 'unknown', code: undefined, signal: undefined, at: 0n };

/** False when there is no exit file. */
async function noteExit(container: Container): Promise<boolean> {
  const ended = await readExitFile(container.paths.exitFile);
  if (ended === undefined) return false;
  container.lostLogBytes(ended.logBytesLost);
  container.exited(ended.exit);
  return true;
}
