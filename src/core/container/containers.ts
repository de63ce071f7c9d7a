import { randomUUID } from 'node:crypto';
import type { Checkpoint, CheckpointOptions } from '../api/checkpoint-operations.ts';
import type {
  ContainerExit,
  ContainerInspection,
  ContainerStatus,
  ContainerSummary,
  CreateContainerOptions,
  RemoveOptions,
  StartOptions,
  StopOptions,
} from '../api/container.ts';
import type { ContainerEventType } from '../api/event.ts';
import type { FileChange, ImageChanges, ImageSummary } from '../api/image.ts';
import type { NetworkConnection } from '../api/network.ts';
import type { ContainerProcess } from '../api/process.ts';
import type { UpdateContainerOptions } from '../api/update.ts';
import { ConmanError } from '../errors/index.ts';
import type { FilesRoot } from '../files/files-task.ts';
import type { CgroupHierarchy } from '../host/cgroups.ts';
import type { ImageService } from '../image/image-service.ts';
import type { NetworkAdministration } from '../network/network-administration.ts';
import type { NetworkChange } from '../network/network-feed.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { StatsTarget } from '../stats/stats-reader.ts';
import type { VolumeStore } from '../volume/volume-store.ts';
import { orAbort } from './abort.ts';
import type { ChangeListener, ContainerSubscription } from './change-hub.ts';
import { listCheckpoints, removeCheckpoint } from './checkpoints/checkpoint-store.ts';
import { checkpointContainer } from './checkpoints/checkpointing.ts';
import type { EngineConfig } from './config.ts';
import type { Container, ContainerLocation } from './container.ts';
import { ContainerFiles } from './container-files.ts';
import { type EngineParts, openParts } from './engine-parts.ts';
import { HealthMonitors } from './health/health-monitors.ts';
import { inspectContainer } from './inspection.ts';
import { NetworkConnections } from './network-connections.ts';
import { containerProcesses } from './processes.ts';
import { renameContainer } from './renaming.ts';
import { mountRootfs } from './rootfs-mount.ts';
import { Runs } from './runs.ts';
import { updateContainer } from './updating.ts';

export type { ChangeListener, ContainerChange, ContainerSubscription } from './change-hub.ts';
export type { EngineConfig } from './config.ts';
export type { ContainerLocation } from './container.ts';

export interface ContainerRoom {
  readonly id: string;
  readonly name: string;
  readonly upper: string;
  readonly checkpoints: string;
  readonly log: string;
  readonly reclaimable: boolean;
}

/** Opens the roots and finds out what is true of every container in them. Fails with `permission-denied` unless root. */
export async function openContainers(config: EngineConfig): Promise<Containers> {
  const containers = new Containers(await openParts(config));
  await containers.opened;
  return containers;
}

/**
 * The containers of one lib root: their records, their life and what is known of their end. One instance is the single
 * writer of its roots. Methods mean what ContainerEngine says of their namesakes; `ref` is a name, an id or a unique
 * prefix of an id.
 */
export class Containers {
  readonly #parts: EngineParts;
  /** Operations that change something on disk, for `close` to wait for. */
  readonly #busy = new Set<Promise<unknown>>();
  readonly #runs: Runs;
  readonly #files: ContainerFiles;
  readonly #health: HealthMonitors;
  /** Resolves when all is known of the containers found. */
  readonly opened: Promise<void>;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#runs = new Runs(parts, {
      track: (operation) => this.track(operation),
      emit: (type, container) => this.#emit(type, container),
      remove: (container) => this.remove(container.id),
    });
    this.#files = new ContainerFiles(parts);
    // Before a restart that is due: each start is heard of.
    const { clock, hub, registry, runtimes } = parts;
    const changed = (container: Container): void =>
      this.#emit(container.health?.state.status === 'healthy' ? 'healthy' : 'unhealthy', container);
    this.#health = new HealthMonitors(registry, { runtimes, clock, changed });
    this.opened = this.#health.open(hub);
    this.#runs.open();
  }

  /** Builds the command lines that reach into a container, such as those of exec. */
  get runtimes(): Runtimes {
    return this.#parts.runtimes;
  }

  /** Makes, shows and removes networks. */
  get networks(): NetworkAdministration {
    return this.#parts.networkAdministration;
  }

  /** What could not be cleaned up at the opening, one line each, for the log. */
  get problems(): readonly string[] {
    return this.#parts.problems;
  }

  get hierarchies(): readonly CgroupHierarchy[] {
    return this.#parts.hierarchies;
  }

  /** Those of these ids, or of all, that run: whom to read, sorted as in the list. */
  runningTargets(ids?: ReadonlySet<string>): StatsTarget[] {
    return this.#parts.registry.list().flatMap(({ id, state, paths: { cgroup }, record }) => {
      if (state !== 'running' || (ids !== undefined && !ids.has(id))) return [];
      return [{ id, pid: record?.init.pid ?? 0, cgroup }];
    });
  }

  /** Where its files are now: of one that has ended, in its own mount; else as its processes see them. */
  async filesRoot(ref: string): Promise<FilesRoot> {
    const container = this.#find(ref);
    const { record, paths } = container;
    if (record === undefined) {
      throw new ConmanError('failed-precondition', `the record of container ${container.name} cannot be read`);
    }
    const { userNamespace: maps } = record;
    if (!container.hasEnded) return { path: `/proc/${record.init.pid}/root`, process: record.init, maps };
    const mount = (): Promise<void> => mountRootfs({ ...this.#parts, images: this.images.store }, paths, record);
    await this.track(container.queue.run('mount', mount));
    return { path: paths.rootfs, maps };
  }

  get volumes(): VolumeStore {
    return this.#parts.volumes;
  }

  /** What is on disk of each, and whether it could go: it has ended, and is not about to be started again. */
  roomTaken(): readonly ContainerRoom[] {
    return this.#parts.registry.list().map((container) => {
      const { id, name, paths, hasEnded, record, awaitsRestart } = container;
      const reclaimable = hasEnded && record !== undefined && !awaitsRestart;
      const { upper, checkpoints, log } = paths;
      return { id, name, upper, checkpoints, log, reclaimable };
    });
  }

  list(): readonly ContainerSummary[] {
    return this.#parts.registry.list().map((container) => container.summary());
  }

  status(ref: string): ContainerStatus {
    return this.#find(ref).status();
  }

  async inspect(ref: string): Promise<ContainerInspection> {
    return await inspectContainer(this.#find(ref), this.runtimes.defaultName);
  }

  /** Throws `not-found` or, for an ambiguous prefix, `invalid-argument`. */
  locate(ref: string): ContainerLocation {
    return this.#find(ref).location();
  }

  async create(options: CreateContainerOptions): Promise<{ readonly id: string }> {
    const { creation, supervisor } = this.#parts;
    const container = await this.track(creation.create(options));
    supervisor.follow(container);
    this.#emit('created', container);
    return { id: container.id };
  }

  async start(ref: string, options: StartOptions = {}): Promise<void> {
    await this.#runs.start(this.#find(ref), options);
  }

  async restart(ref: string, options: StopOptions = {}): Promise<void> {
    const container = this.#find(ref);
    await this.#runs.stop(container, options);
    await this.#runs.start(container);
  }

  async stop(ref: string, options: StopOptions = {}): Promise<void> {
    await this.#runs.stop(this.#find(ref), options);
  }

  async kill(ref: string, signal: string): Promise<void> {
    await this.#runs.kill(this.#find(ref), signal);
  }

  async pause(ref: string): Promise<void> {
    const container = this.#find(ref);
    await this.track(container.queue.run('pause', () => this.#parts.pausing.pause(container)));
    this.#emit('changed', container);
  }

  async resume(ref: string): Promise<void> {
    const container = this.#find(ref);
    await this.track(container.queue.run('resume', () => this.#parts.pausing.resume(container)));
    this.#emit('changed', container);
  }

  async checkpoint(ref: string, target: string, options: CheckpointOptions = {}): Promise<void> {
    const container = this.#find(ref);
    const { ended } = container;
    if (options.stop) await this.#runs.endByCheckpoint(container);
    const write = (): Promise<void> => checkpointContainer(this.#parts, container, target, options);
    await this.track(container.queue.run(`checkpoint ${target} ${JSON.stringify(options)}`, write));
    if (options.stop) await ended;
  }

  async listCheckpoints(ref: string): Promise<readonly Checkpoint[]> {
    return await listCheckpoints(this.#find(ref));
  }

  async removeCheckpoint(ref: string, name: string): Promise<void> {
    const container = this.#find(ref);
    await this.track(container.queue.run(`remove checkpoint ${name}`, () => removeCheckpoint(container, name)));
  }

  async rename(ref: string, name: string): Promise<void> {
    const container = this.#find(ref);
    const { registry } = this.#parts;
    const rename = async (): Promise<void> => {
      await renameContainer(registry, container, name);
      await this.#parts.networks.rename({ id: container.id, name });
    };
    await this.track(container.queue.run(`rename to ${name}`, rename));
    this.#emit('changed', container);
  }

  async connectNetwork(ref: string, connection: NetworkConnection): Promise<void> {
    const kind = `connect ${JSON.stringify(connection)}`;
    await this.#changeNetworks(ref, kind, (connections, container) => connections.connect(container, connection));
  }

  async disconnectNetwork(ref: string, name: string): Promise<void> {
    const kind = `disconnect ${name}`;
    await this.#changeNetworks(ref, kind, (connections, container) => connections.disconnect(container, name));
  }

  /** What happens to networks that the log should say, a line each. */
  subscribeToNetworkNotices(read: (notice: string) => void): void {
    this.#parts.networkParts.feed.subscribeToNotices(read);
  }

  subscribeToNetworks(listener: (change: NetworkChange) => void): () => void {
    return this.#parts.networkParts.feed.subscribe(listener);
  }

  async update(ref: string, options: UpdateContainerOptions): Promise<void> {
    const container = this.#find(ref);
    const update = (): Promise<void> => updateContainer(this.#parts, container, options);
    await this.track(container.queue.run(`update ${JSON.stringify(options)}`, update));
    if (options.restart !== undefined) this.#runs.policyChanged(container);
    this.#emit('changed', container);
  }

  async processes(ref: string): Promise<readonly ContainerProcess[]> {
    return await containerProcesses(this.#find(ref), this.#parts.hierarchies);
  }

  async remove(ref: string, options: RemoveOptions = {}): Promise<void> {
    const container = this.#parts.registry.findForRemoval(ref);
    if (container === undefined) return;
    const kind = `remove ${JSON.stringify(options)}`;
    await this.track(container.queue.run(kind, () => this.#remove(container, options)));
  }

  /**
   * How the container ended, as soon as that is known; `unknown` where it never will be. Rejects with `cancelled` on
   * abort.
   */
  async waitForExit(ref: string, abort?: AbortSignal): Promise<ContainerExit> {
    const { ended, document, name } = this.#find(ref);
    if (document === undefined) {
      throw new ConmanError(
        'failed-precondition',
        `the record of container ${name} cannot be read: its end is not known`,
      );
    }
    return await orAbort(ended, abort);
  }

  /** The listener is called synchronously, in the order of the changes, and must not throw. */
  subscribe(listener: ChangeListener): ContainerSubscription {
    return this.#parts.hub.subscribe(this.list(), listener);
  }

  /** What containers are made of. */
  get images(): ImageService {
    return this.#parts.images;
  }

  /** What is in a container's file system that is not in its image so, sorted by path. */
  async changes(ref: string): Promise<readonly FileChange[]> {
    return await this.#files.changes(this.#find(ref));
  }

  async commit(ref: string, name: string, changes: ImageChanges): Promise<ImageSummary> {
    const container = this.#find(ref);
    const done = Promise.withResolvers<ImageSummary>();
    done.promise.catch(() => undefined);
    // Each is a request of its own.
    const operation = container.queue.run(`commit ${randomUUID()}`, async () => {
      done.resolve(await this.#files.commit(container, name, changes));
    });
    operation.catch(done.reject);
    await this.track(operation);
    return await done.promise;
  }

  /** Its root file system as a tar archive. */
  export(ref: string, abort?: AbortSignal): AsyncIterable<Uint8Array> {
    return this.#files.export(this.#find(ref), abort);
  }

  /** Waits for what is under way and stops watching. Containers run on. */
  async close(): Promise<void> {
    this.#runs.close();
    this.#health.close();
    await Promise.allSettled(this.#busy);
    await this.#parts.images.close();
    await this.#parts.networks.close();
    this.#parts.supervisor.close();
    await this.#parts.trash.idle();
    await this.#parts.teardown.removeTornExitFiles();
    await this.#parts.teardown.removeEngineCgroups();
  }

  async #changeNetworks(
    ref: string,
    kind: string,
    change: (connections: NetworkConnections, container: Container) => Promise<void>,
  ): Promise<void> {
    const container = this.#find(ref);
    const connections = new NetworkConnections(this.#parts.networkParts, this.#parts.runNetwork);
    await this.track(container.queue.run(kind, () => change(connections, container)));
    this.#emit('changed', container);
  }

  async #remove(container: Container, options: RemoveOptions): Promise<void> {
    const { removal, registry, supervisor } = this.#parts;
    // A removal that waited for another one has nothing left to do.
    if (registry.get(container.id) !== container) return;
    this.#runs.cancelRestart(container);
    await removal.remove(container, options);
    this.#runs.cancelRestart(container);
    supervisor.forget(container);
    registry.delete(container);
    this.#emit('removed', container);
    if (options.volumes || container.record?.autoRemove) await this.#removeVolumesOf(container);
  }

  /** Those that nobody has named, and nobody else has. */
  async #removeVolumesOf({ record }: Container): Promise<void> {
    const { volumes } = this.#parts;
    for (const { name } of record?.volumes ?? []) {
      const volume = volumes.list().find((one) => one.name === name);
      if (volume?.anonymous && volume.usedBy.length === 0) await volumes.remove(name);
    }
  }

  #find(ref: string): Container {
    return this.#parts.registry.find(ref);
  }

  #emit(type: ContainerEventType, container: Container): void {
    const { clock, hub } = this.#parts;
    hub.emit({ kind: 'container', type, at: clock.nowNs(), container: container.summary() });
  }

  /** `close` waits for it. */
  async track<T>(operation: Promise<T>): Promise<T> {
    this.#busy.add(operation);
    try {
      return await operation;
    } finally {
      this.#busy.delete(operation);
    }
  }
}
