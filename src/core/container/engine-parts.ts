import { join } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { type CgroupHierarchy, cgroupHierarchies } from '../host/cgroups.ts';
import { UnixClock } from '../host/clock.ts';
import { makeDirectory } from '../host/directories.ts';
import { listMounts } from '../host/mounts.ts';
import { Syscalls } from '../host/syscalls.ts';
import { ImageService } from '../image/image-service.ts';
import { defaultConfigurations, Registries } from '../image/registry/registries.ts';
import { NetworkAdministration } from '../network/network-administration.ts';
import { NetworkParts, type NetworkUser } from '../network/network-parts.ts';
import { Networks } from '../network/networks.ts';
import type { Runtime } from '../runtime/runc.ts';
import { defaultRuntimeName, Runtimes } from '../runtime/runtimes.ts';
import { ShimLauncher } from '../runtime/shim.ts';
import { openLayout } from '../store/layout.ts';
import { VolumeStore } from '../volume/volume-store.ts';
import { Adoption } from './adoption.ts';
import { ChangeHub } from './change-hub.ts';
import type { EngineConfig } from './config.ts';
import type { Container } from './container.ts';
import { Creation } from './creation.ts';
import {
  containersDirectory,
  exitsDirectory,
  imagesDirectory,
  runDirectory,
  trashDirectory,
  volumesDirectory,
} from './paths.ts';
import { Pausing } from './pausing.ts';
import { Recovery } from './recovery.ts';
import { ContainerRegistry } from './registry.ts';
import { Relaunch } from './relaunch.ts';
import { Removal } from './removal.ts';
import { RunNetwork } from './run-network.ts';
import { Stopping } from './stopping.ts';
import { Supervisor } from './supervisor.ts';
import { Teardown } from './teardown.ts';
import { Trash } from './trash.ts';
import { IdAllocation } from './user-namespaces/id-allocation.ts';

/** What the engine is put together from. */
export interface EngineParts {
  readonly config: EngineConfig;
  readonly clock: UnixClock;
  readonly hub: ChangeHub;
  readonly registry: ContainerRegistry;
  readonly images: ImageService;
  readonly networks: Networks;
  readonly networkParts: NetworkParts;
  readonly networkAdministration: NetworkAdministration;
  readonly runNetwork: RunNetwork;
  readonly syscalls: Syscalls;
  readonly volumes: VolumeStore;
  readonly runtimes: Runtimes;
  readonly supervisor: Supervisor;
  readonly teardown: Teardown;
  readonly creation: Creation;
  readonly relaunch: Relaunch;
  readonly pausing: Pausing;
  readonly stopping: Stopping;
  readonly removal: Removal;
  readonly trash: Trash;
  readonly hierarchies: readonly CgroupHierarchy[];
  /** What could not be read or cleaned up, one line each. */
  readonly problems: readonly string[];
}

/** Puts the engine together over its roots, and recovers what a conmand before left there. */
export async function openParts(config: EngineConfig): Promise<EngineParts> {
  if (process.getuid?.() !== 0) {
    throw new ConmanError('permission-denied', 'containers need root', { hint: 'Run conmand as root (sudo conmand).' });
  }
  await makeDirectory(config.libRoot);
  await openLayout(config.libRoot);
  const own = [containersDirectory(config), exitsDirectory(config), imagesDirectory(config), runDirectory(config)];
  await Promise.all([...own, config.containerLogs].map((path) => makeDirectory(path)));
  const hierarchies = cgroupHierarchies(await listMounts());
  const trash = new Trash(trashDirectory(config));
  await trash.open();
  const clock = new UnixClock();
  const hub = new ChangeHub();
  const syscalls = new Syscalls();
  const registry = new ContainerRegistry();
  const registries = new Registries({
    authFile: join(config.libRoot, 'auth.json'),
    configurations: config.registryConfigurations ?? defaultConfigurations,
    environment: process.env,
  });
  const users = { layersInUse: () => layersInUse(registry), unreadable: () => unreadable(registry)?.name };
  const images = await ImageService.open(imagesDirectory(config), clock, trash, users, registries);
  const networkParts = new NetworkParts(config, { clock, syscalls }, () => networkUsers(registry));
  const networkProblems = await networkParts.open();
  const networks = new Networks(networkParts);
  const runNetwork = new RunNetwork(config, networks);
  const { runtimePath: path, runtimeRoot: root } = config;
  const runtimes = new Runtimes({ name: defaultRuntimeName(path), path, root }, config.runtimes ?? []);
  const shims = new ShimLauncher(config.shimPath);
  const adoption = new Adoption(config, shims, runtimes, hierarchies);
  const supervisor = new Supervisor({ registry, hub, clock, syscalls, adoption });
  const runtimesOf = (id: string): readonly Runtime[] => runtimesOfContainer(runtimes, registry, id);
  const teardown = new Teardown({ config, runtimesOf, syscalls, hierarchies, trash });
  const pausing = new Pausing(runtimes, hierarchies);
  const stopping = new Stopping(runtimes, pausing, syscalls);
  const removal = new Removal(stopping, teardown, networks);
  const volumes = new VolumeStore({
    directory: volumesDirectory(config),
    clock,
    discard: (path) => trash.discard(path),
    usersOf: (name) => volumeUsers(registry, name),
  });
  const volumeProblems = await volumes.open();
  const parts = { config, networks, runNetwork, syscalls, runtimes, shims, teardown, hierarchies };
  const common = { ...parts, images: images.store };
  const findContainer = (ref: string): string => registry.find(ref).id;
  const ids = new IdAllocation(() => registry.list().flatMap(({ record }) => record?.userNamespace ?? []));
  const creation = new Creation({ ...common, registry, volumes, clock, findContainer, ids });
  const relaunch = new Relaunch({ ...common, volumes });
  // Before the exit files are read, so that none can fall between reading and watching.
  supervisor.watchExits(exitsDirectory(config));
  const recovery = new Recovery({
    config,
    registry,
    supervisor,
    clock,
    networks,
    runtimes,
    teardown,
    relaunch,
    pausing,
    hierarchies,
  });
  const found = [...images.store.problems, ...networkProblems, ...volumeProblems];
  const problems = [...found, ...(await recovery.run())];
  await volumes.settle();
  await images.discardOldStarter(
    unreadable(registry) ? undefined : registry.list().map(({ record }) => record?.rootfsSource ?? ''),
  );
  return {
    config,
    clock,
    hub,
    registry,
    images,
    networks,
    networkParts,
    networkAdministration: new NetworkAdministration(networkParts),
    runNetwork,
    syscalls,
    volumes,
    runtimes,
    supervisor,
    teardown,
    creation,
    relaunch,
    pausing,
    hierarchies,
    stopping,
    removal,
    trash,
    problems,
  };
}

/** Where it may be known: of one without a record that can be read, that is any of them. */
function runtimesOfContainer(runtimes: Runtimes, registry: ContainerRegistry, id: string): readonly Runtime[] {
  const record = registry.get(id)?.record;
  if (record === undefined) return [...runtimes.all.values()];
  return [runtimes.find(record.runtime)].filter((runtime) => runtime !== undefined);
}

/** A container whose record cannot be read may have any of them. */
function volumeUsers(registry: ContainerRegistry, name: string): string[] {
  const users = registry
    .list()
    .filter(({ record }) => record?.volumes?.some((volume) => volume.name === name) ?? !record);
  return users.map(({ id }) => id);
}

/** Undefined when a record cannot be read: then nobody knows. */
function layersInUse(registry: ContainerRegistry): string[] | undefined {
  return unreadable(registry) ? undefined : registry.list().flatMap(({ record }) => record?.layers ?? []);
}

/** One whose record cannot be read. */
function unreadable(registry: ContainerRegistry): Container | undefined {
  return registry.list().find(({ record }) => record === undefined);
}

function networkUsers(registry: ContainerRegistry): readonly NetworkUser[] {
  return registry.list().map((container) => {
    const { id, name, pid } = container.summary();
    return { id, name, pid, request: container.record?.network };
  });
}
