import { join } from 'node:path';
import type { ContainerExit } from '../api/container.ts';
import { ConmanError } from '../errors/index.ts';
import { type CgroupHierarchy, makeServiceCgroup } from '../host/cgroups.ts';
import { makeDirectory, removeTree } from '../host/directories.ts';
import { pathKind, removeFile, renamePath, writeText } from '../host/files.ts';
import { joinAll } from '../host/join-all.ts';
import type { Syscalls } from '../host/syscalls.ts';
import type { ImageStore } from '../image/image-store.ts';
import type { Networks } from '../network/networks.ts';
import { criuFailure, restoreConfiguration } from '../runtime/criu.ts';
import type { Runtime } from '../runtime/runc.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { ShimLauncher, ShimOptions } from '../runtime/shim.ts';
import type { VolumeStore } from '../volume/volume-store.ts';
import type { StoredCheckpoint } from './checkpoints/checkpoint-store.ts';
import type { EngineConfig } from './config.ts';
import type { Container, RecordDocument } from './container.ts';
import { seenProcesses } from './new-record.ts';
import { type ContainerPaths, shimsCgroup } from './paths.ts';
import type { ContainerRecord, FormerRun } from './record.ts';
import { mountRootfs } from './rootfs-mount.ts';
import type { RunNetwork } from './run-network.ts';
import { shimOptions } from './shim-options.ts';
import type { Teardown } from './teardown.ts';
import { UndoStack, withUndoFailures } from './undo-stack.ts';
import {
  openStreams,
  pinContainerNamespace,
  showContainerFiles,
  volumeSources,
} from './user-namespaces/mapped-container.ts';

/** What a run goes on from, and when. */
export interface RestoredCheckpoint extends StoredCheckpoint {
  /** Unix time in ns. */
  readonly at: bigint;
}

export interface RelaunchParts {
  readonly config: EngineConfig;
  readonly images: ImageStore;
  readonly networks: Networks;
  readonly runNetwork: RunNetwork;
  readonly syscalls: Syscalls;
  readonly runtimes: Runtimes;
  readonly shims: ShimLauncher;
  readonly teardown: Teardown;
  readonly volumes: VolumeStore;
  readonly hierarchies: readonly CgroupHierarchy[];
}

/**
 * Prepares an ended container to run once more: same record, file system and log, a new init process and a new shim.
 *
 * Which run is meant follows from the record alone. Before anything of the former run is touched, how it ended is
 * written into the record as `formerRun`. As long as that is there, the former run counts: an exit file says nothing, and
 * what is found running is an attempt that nobody accepted. The attempt becomes the run when the record names its init.
 * So a crash at any moment leaves either the former run, with the attempt to be taken back, or the new one, `created`.
 */
export class Relaunch {
  readonly #parts: RelaunchParts;

  constructor(parts: RelaunchParts) {
    this.#parts = parts;
  }

  async prepare(container: Container, document: RecordDocument): Promise<void> {
    await this.#relaunch(container, document);
  }

  /** The next run goes on from a checkpoint: it runs when this resolves. */
  async restore(container: Container, document: RecordDocument, checkpoint: RestoredCheckpoint): Promise<void> {
    await this.#relaunch(container, document, checkpoint);
  }

  async #relaunch(container: Container, document: RecordDocument, checkpoint?: RestoredCheckpoint): Promise<void> {
    const { runtimes, shims } = this.#parts;
    const { id, paths } = container;
    await joinAll([runtimes.named(document.data.runtime).check(), shims.check()]);
    await document.update({ formerRun: formerRunOf(container) });
    const before = document.data;
    const undo = new UndoStack();
    undo.push('end what was started', () => this.#clear(id, paths));
    try {
      await this.#clear(id, paths);
      const pid = await this.#launch(id, paths, before, checkpoint);
      if (before.userNamespace !== undefined) await openStreams(paths);
      const logBytesLostBefore = (before.logBytesLostBefore ?? 0) + Number(container.logBytesLost);
      const unset = { startedAt: undefined, shim: undefined, logBytesLostBefore: undefined };
      undo.push('write down that it did not start', () => document.update({ ...unset, ...before }));
      await document.update({
        ...seenProcesses(id, pid, paths, checkpoint !== undefined),
        startedAt: checkpoint?.at.toString(),
        formerRun: undefined,
        logBytesLostBefore,
      });
    } catch (error) {
      throw withUndoFailures(ConmanError.from(error), await undo.unwind());
    }
    container.renew();
  }

  /** Ends the attempt that a crash interrupted. Nothing is left to do when this was done before. */
  async takeBack({ id, paths }: Container): Promise<void> {
    // A shim that has not come to the runtime yet must not create the container after this.
    if ((await pathKind(paths.spec)) === 'file') await renamePath(paths.spec, paths.specAside);
    await this.#parts.teardown.endCreation(id, paths);
    await this.#clear(id, paths);
    if ((await pathKind(paths.specAside)) === 'file') await renamePath(paths.specAside, paths.spec);
  }

  /** Removes what a run leaves outside the container's directory, but for the log. */
  async #clear(id: string, paths: ContainerPaths): Promise<void> {
    await this.#parts.teardown.endProcesses(id, paths);
    await this.#parts.networks.end(id);
    await joinAll([removeTree(paths.runDirectory), removeFile(paths.exitFile)]);
  }

  async #launch(
    id: string,
    paths: ContainerPaths,
    record: ContainerRecord,
    checkpoint: RestoredCheckpoint | undefined,
  ): Promise<number> {
    const { config, hierarchies, networks, runNetwork, runtimes, shims } = this.#parts;
    const userNamespace = record.userNamespace && paths.userNamespace;
    const run = { id, name: record.name, paths, network: record.network, userNamespace };
    if (record.userNamespace !== undefined) await pinContainerNamespace(this.#parts, record.userNamespace, paths);
    await networks.reserve(run, run.network);
    const entry = runNetwork.enter(run);
    const [cgroup] = await joinAll([
      makeServiceCgroup(hierarchies, shimsCgroup(config)),
      makeDirectory(paths.runDirectory),
      this.#showFiles(paths, record),
      entry.begun,
    ]);
    if (run.network !== undefined) await runNetwork.refreshNames(run);
    const shimRun = shimOptions(id, paths, record, { config, hierarchies, cgroup });
    const runtime = runtimes.named(record.runtime);
    if (checkpoint === undefined) return await runNetwork.joinDuring(run, entry, shims.launch(runtime, shimRun));
    // What is restored runs at once, and expects its network.
    await runNetwork.joinDuring(run, entry, Promise.resolve());
    return await this.#launchRestored(paths, runtime, shimRun, checkpoint);
  }

  async #showFiles(paths: ContainerPaths, record: ContainerRecord): Promise<void> {
    await mountRootfs(this.#parts, paths, record);
    const { userNamespace, volumes } = record;
    if (userNamespace === undefined) return;
    await showContainerFiles(this.#parts, userNamespace, paths, volumeSources(this.#parts.volumes, volumes));
  }

  async #launchRestored(
    { runDirectory, criuConfiguration }: ContainerPaths,
    runtime: Runtime,
    shimRun: ShimOptions,
    { directory, record: { streams, tcpEstablished } }: RestoredCheckpoint,
  ): Promise<number> {
    const workDirectory = join(runDirectory, 'criu');
    await joinAll([makeDirectory(workDirectory), writeText(criuConfiguration, restoreConfiguration(streams))]);
    const restoration = { directory, workDirectory, tcpEstablished };
    return await this.#parts.shims
      .launch(runtime, { ...shimRun, restoration })
      .catch((error: unknown) => criuFailure(error, workDirectory, 'restore.log'));
  }
}

function formerRunOf(container: Container): FormerRun {
  const { reason, code, signal, at, cause } = container.exit ?? { reason: 'unknown', at: 0n };
  return { reason, code, signal, at: at.toString(), cause, logBytesLost: Number(container.logBytesLost) };
}

export function exitOfFormerRun({ reason, code, signal, at, cause }: FormerRun): ContainerExit {
  return { reason, code, signal, at: BigInt(at), ...(cause && { cause }) };
}
