import { join } from 'node:path';
import { z } from 'zod';
import type { ContainerExit } from '../api/container.ts';
import { ConmanError } from '../errors/index.ts';
import { type CgroupHierarchy, listCgroups, removeCgroup } from '../host/cgroups.ts';
import type { UnixClock } from '../host/clock.ts';
import { listDirectory, readText, removeFile, removeTree } from '../host/files.ts';
import { listMounts } from '../host/mounts.ts';
import { isProcessAlive, readBootId } from '../host/process-identity.ts';
import { readExitFile } from '../runtime/exit-file.ts';
import type { Runtime } from '../runtime/runc.ts';
import { Document } from '../store/document.ts';
import type { EngineConfig } from './config.ts';
import { Container, type RecordSource } from './container.ts';
import { isContainerId } from './id.ts';
import { type ContainerPaths, containerPaths, containersDirectory, exitsDirectory, runDirectory } from './paths.ts';
import { recordDocument } from './record.ts';
import type { ContainerRegistry } from './registry.ts';
import type { Supervisor } from './supervisor.ts';
import type { Teardown } from './teardown.ts';

export interface RecoveryParts {
  readonly config: EngineConfig;
  readonly registry: ContainerRegistry;
  readonly supervisor: Supervisor;
  readonly clock: UnixClock;
  readonly runtime: Runtime;
  readonly teardown: Teardown;
  readonly hierarchies: readonly CgroupHierarchy[];
}

/** Finds out at start what is true, whatever happened to the conmand before. */
export class Recovery {
  readonly #parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  async run(): Promise<void> {
    const ids = (await listDirectory(containersDirectory(this.#parts.config))).filter(isContainerId);
    await Promise.all(ids.map((id) => this.#recover(id)));
    await this.#sweep();
  }

  async #recover(id: string): Promise<void> {
    const { config, registry } = this.#parts;
    const paths = containerPaths(config, id);
    const source = await readRecord(id, paths);
    // Without a record it is what an interrupted creation or removal left.
    if (source === undefined) return await this.#takeApart(id, paths);
    const container = new Container(id, paths, source);
    registry.names.adopt(container.name, id);
    registry.add(container);
    if (source.kind === 'read') await this.#findOutState(container);
  }

  async #findOutState(container: Container): Promise<void> {
    const { clock, supervisor } = this.#parts;
    const { record } = container;
    if (record === undefined) return;
    if (await noteExit(container)) return;
    if (record.init.bootId !== readBootId()) return container.exited(unknownExit);
    if (isProcessAlive(record.init)) {
      if (record.startedAt === undefined) await this.#findOutStart(container);
      supervisor.follow(container);
    } else if (record.shim !== undefined && isProcessAlive(record.shim)) {
      // It is about to write the exit file.
      supervisor.follow(container);
    } else if (!(await noteExit(container))) {
      // Looked for once more, because both may have ended since the first look.
      container.unwatched(false, clock.nowNs());
    }
  }

  /** The conmand before may have died between a start and writing that down. */
  async #findOutStart(container: Container): Promise<void> {
    const state = await this.#parts.runtime.state(container.id);
    if (state?.status === 'running') {
      await container.document?.update({ startedAt: this.#parts.clock.nowNs().toString() });
    }
  }

  async #takeApart(id: string, paths: ContainerPaths): Promise<void> {
    const { teardown } = this.#parts;
    // A shim that has not come to the runtime yet must not create the container after this.
    await removeFile(paths.spec);
    await teardown.endCreation(paths);
    await teardown.removeUnknown(id, paths);
  }

  /** Removes what is in our own places and belongs to no container. */
  async #sweep(): Promise<void> {
    const { config, registry, runtime, hierarchies, teardown } = this.#parts;
    const strays = (ids: readonly string[]): string[] => ids.filter((id) => isContainerId(id) && !registry.get(id));
    for (const id of strays(await listDirectory(runtime.root))) {
      await teardown.endProcesses(id, containerPaths(config, id));
    }
    for (const id of strays(await listDirectory(runDirectory(config)))) {
      await removeTree(join(runDirectory(config), id));
    }
    for (const id of strays(await listDirectory(exitsDirectory(config)))) {
      await removeFile(join(exitsDirectory(config), id));
    }
    for (const id of strays(await listCgroups(hierarchies, config.cgroupParent))) {
      await removeCgroup(hierarchies, containerPaths(config, id).cgroup);
    }
    const prefix = `${containersDirectory(config)}/`;
    for (const { mountpoint } of await listMounts()) {
      const [id = ''] = mountpoint.startsWith(prefix) ? mountpoint.slice(prefix.length).split('/') : [];
      if (strays([id]).length > 0) await teardown.unmountRootfs(containerPaths(config, id));
    }
  }
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

async function readRecord(id: string, paths: ContainerPaths): Promise<RecordSource | undefined> {
  try {
    const document = await Document.open(paths.record, recordDocument);
    if (document === undefined) return undefined;
    if (document.data.id === id) return { kind: 'read', document };
    return { kind: 'broken', name: id, reason: `the container record ${paths.record} is that of ${document.data.id}` };
  } catch (error) {
    return { kind: 'broken', name: await salvageName(id, paths), reason: ConmanError.from(error).message };
  }
}

/** The name in a record that is otherwise not understood, else the id, so that people can still refer to it. */
async function salvageName(id: string, paths: ContainerPaths): Promise<string> {
  try {
    const json: unknown = JSON.parse((await readText(paths.record)) ?? '');
    return z.object({ name: z.string().min(1).max(64) }).parse(json).name;
  } catch {
    return id;
  }
}
