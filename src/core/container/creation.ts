import type { CreateContainerOptions } from '../api/container.ts';
import { ConmanError } from '../errors/index.ts';
import { type CgroupHierarchy, makeServiceCgroup } from '../host/cgroups.ts';
import type { UnixClock } from '../host/clock.ts';
import { type IdMaps, toHostId } from '../host/id-maps.ts';
import { joinAll } from '../host/join-all.ts';
import type { Syscalls } from '../host/syscalls.ts';
import type { ImageStore } from '../image/image-store.ts';
import { lookUpUser, type UserIdentity } from '../image/user-lookup.ts';
import type { Networks } from '../network/networks.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { ShimLauncher } from '../runtime/shim.ts';
import type { SpecMount } from '../runtime/spec-mounts.ts';
import type { VolumeStore } from '../volume/volume-store.ts';
import { hostnameOf, makeContainerDirectories, writeBundle } from './bundle.ts';
import type { EngineConfig } from './config.ts';
import { Container } from './container.ts';
import { type CreationPlan, hasCompatProgram, planCreation } from './creation-plan.ts';
import { newContainerId } from './id.ts';
import { expectContainerName } from './name.ts';
import { writeRecord } from './new-record.ts';
import { type ContainerPaths, containerPaths, shimsCgroup } from './paths.ts';
import type { ContainerRegistry } from './registry.ts';
import { layRootfs } from './rootfs-mount.ts';
import type { RunNetwork } from './run-network.ts';
import { SeccompChoice } from './seccomp-choice.ts';
import { invalid } from './settings/invalid.ts';
import { shimOptions } from './shim-options.ts';
import type { Teardown } from './teardown.ts';
import { UndoStack, withUndoFailures } from './undo-stack.ts';
import type { IdAllocation } from './user-namespaces/id-allocation.ts';
import {
  mappedVolume,
  openStreams,
  pinContainerNamespace,
  showContainerFiles,
} from './user-namespaces/mapped-container.ts';
import { makeReachable } from './user-namespaces/reachability.ts';
import { attachVolumes } from './volumes.ts';

export interface CreationParts {
  readonly config: EngineConfig;
  readonly registry: ContainerRegistry;
  readonly images: ImageStore;
  readonly networks: Networks;
  readonly runNetwork: RunNetwork;
  readonly findContainer: (ref: string) => string;
  readonly clock: UnixClock;
  readonly syscalls: Syscalls;
  readonly runtimes: Runtimes;
  readonly shims: ShimLauncher;
  readonly teardown: Teardown;
  readonly volumes: VolumeStore;
  readonly ids: IdAllocation;
  readonly hierarchies: readonly CgroupHierarchy[];
}

/**
 * Makes containers. The record is written last: a container's directory without one is what an interrupted creation
 * leaves behind, and is cleaned up at the next start of conmand.
 */
export class Creation {
  readonly #parts: CreationParts;
  readonly #seccomp: SeccompChoice;

  constructor(parts: CreationParts) {
    this.#parts = parts;
    this.#seccomp = new SeccompChoice(parts.config.assetsDir);
  }

  async create(options: CreateContainerOptions): Promise<Container> {
    const { names } = this.#parts.registry;
    const id = newContainerId();
    const undo = new UndoStack();
    expectContainerName(options.name);
    names.take(options.name, id);
    undo.push('release the name', () => names.release(options.name, id));
    try {
      return await this.#make(id, options, undo);
    } catch (error) {
      throw withUndoFailures(ConmanError.from(error), await undo.unwind());
    }
  }

  async #make(id: string, options: CreateContainerOptions, undo: UndoStack): Promise<Container> {
    const { config, hierarchies, networks, runNetwork, runtimes, shims, teardown } = this.#parts;
    const runtime = runtimes.named(options.runtime);
    await joinAll([runtime.check(), shims.check()]);
    const createdAt = this.#parts.clock.nowNs();
    const [plan, cgroup] = await joinAll([
      planCreation(options, this.#parts),
      makeServiceCgroup(hierarchies, shimsCgroup(config)),
    ]);
    // Until the container is one of those that are asked what they need, or nothing is left that needs them.
    using _layers = { [Symbol.dispose]: () => plan.resolved.release() };
    using ids = this.#parts.ids.take(plan.settings.userNamespace);
    const { maps } = ids;
    const paths = containerPaths(config, id);
    const userNamespace = maps === undefined ? undefined : paths.userNamespace;
    const run = { id, name: plan.name, paths, network: plan.network, userNamespace };
    undo.push('end its networks', () => networks.end(id));
    await networks.reserve(run, run.network);

    undo.push('remove the files', () => teardown.removeFiles(paths));
    undo.push('unmount the root file system', () => teardown.unmountRootfs(paths));
    if (maps !== undefined) await pinContainerNamespace(this.#parts, maps, paths);
    const entry = runNetwork.enter(run);
    await joinAll([this.#makeRootfs(paths, plan, maps), entry.begun]);
    const attached = await attachVolumes(this.#parts.volumes, plan.settings.volumes, { path: paths.rootfs, maps });
    undo.push('remove the volumes made for it', () => attached.lease.release());
    const mounts = maps === undefined ? attached.mounts : await this.#showFiles(paths, maps, attached.mounts);
    const bundle = this.#writeBundle(id, paths, withMounts(plan, mounts), maps);
    await joinAll([bundle, runNetwork.writeNames(run, hostnameOf(id, plan))]);

    undo.push('delete the container at the runtime', () => teardown.endProcesses(id, paths));
    const shimRun = shimOptions(id, paths, { ...plan, ...plan.settings }, { config, hierarchies, cgroup });
    const pid = await runNetwork.joinDuring(run, entry, shims.launch(runtime, shimRun));
    if (maps !== undefined) await openStreams(paths);
    const document = await writeRecord(id, createdAt, paths, plan, pid, attached.volumes, maps);
    const made = new Container(id, paths, { kind: 'read', document }, (container) => networks.summary(container));
    this.#parts.registry.add(made);
    await attached.lease.keep();
    return made;
  }

  async #makeRootfs(
    paths: ContainerPaths,
    { resolved: { layers }, rootfsSource: source }: CreationPlan,
    maps: IdMaps | undefined,
  ): Promise<void> {
    await makeContainerDirectories(paths, layers[0] ?? '', maps);
    if (maps !== undefined) await makeReachable(this.#parts.config, paths, maps);
    await layRootfs(this.#parts, paths, { lower: layers, source, maps });
  }

  /** The mounts of the volumes, as the container's users own them. */
  async #showFiles(paths: ContainerPaths, maps: IdMaps, mounts: readonly SpecMount[]): Promise<readonly SpecMount[]> {
    const sources = mounts.map(({ source }) => source);
    await showContainerFiles(this.#parts, maps, paths, sources);
    return mounts.map((mount, index) => ({ ...mount, source: mappedVolume(paths, index) }));
  }

  async #writeBundle(id: string, paths: ContainerPaths, plan: CreationPlan, idMaps: IdMaps | undefined): Promise<void> {
    const { layers } = plan.resolved;
    const compatPrograms = await hasCompatProgram(plan, layers.length === 1 ? (layers[0] ?? '') : paths.rootfs);
    const user = await lookUpUser(paths.rootfs, plan.user, plan.groups);
    if (idMaps !== undefined) expectMapped(idMaps, user);
    const seccomp = await this.#seccomp.filterFor(plan, compatPrograms);
    const networkNamespace = this.#parts.networks.namespace(id, plan.network);
    const initProgram = this.#parts.config.shimPath;
    await writeBundle(id, paths, plan, { user, seccomp, networkNamespace, initProgram, idMaps });
  }
}

function expectMapped({ uids, gids }: IdMaps, { uid, gid }: UserIdentity): void {
  if (toHostId(uids, uid) !== undefined && toHostId(gids, gid) !== undefined) return;
  throw invalid(`${uid}:${gid} is not among the container's user ids`, 'Give it more: --userns auto:size=N');
}

function withMounts(plan: CreationPlan, mounts: readonly SpecMount[]): CreationPlan {
  return { ...plan, settings: { ...plan.settings, mounts: [...plan.settings.mounts, ...mounts] } };
}
