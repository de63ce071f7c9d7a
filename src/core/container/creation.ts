import { join } from 'node:path';
import type { CreateContainerOptions } from '../api/container.ts';
import { ConmanError } from '../errors/index.ts';
import { type CgroupHierarchy, makeCgroup } from '../host/cgroups.ts';
import type { UnixClock } from '../host/clock.ts';
import { readPidFile } from '../host/pid-file.ts';
import { identifyProcess } from '../host/process-identity.ts';
import type { Syscalls } from '../host/syscalls.ts';
import type { ImageStore } from '../image/image-store.ts';
import { mountOverlay } from '../image/rootfs.ts';
import type { Runtime } from '../runtime/runc.ts';
import { SeccompProfile } from '../runtime/seccomp.ts';
import type { ShimLauncher } from '../runtime/shim.ts';
import { Document } from '../store/document.ts';
import { makeContainerDirectories, writeBundle } from './bundle.ts';
import type { EngineConfig } from './config.ts';
import { Container, type RecordDocument } from './container.ts';
import { type CreationPlan, planCreation } from './creation-plan.ts';
import { newContainerId } from './id.ts';
import { expectContainerName, type NameRegistry } from './name.ts';
import { type ContainerPaths, containerPaths, shimsCgroup } from './paths.ts';
import { recordDocument } from './record.ts';
import type { Teardown } from './teardown.ts';
import { UndoStack } from './undo-stack.ts';

export interface CreationParts {
  readonly config: EngineConfig;
  readonly names: NameRegistry;
  readonly images: ImageStore;
  readonly clock: UnixClock;
  readonly syscalls: Syscalls;
  readonly runtime: Runtime;
  readonly shims: ShimLauncher;
  readonly teardown: Teardown;
  readonly hierarchies: readonly CgroupHierarchy[];
}

/**
 * Makes containers. The record is written last: a container's directory without one is what an interrupted creation
 * leaves behind, and is cleaned up at the next start of conmand.
 */
export class Creation {
  readonly #parts: CreationParts;
  #seccomp: Promise<SeccompProfile> | undefined;

  constructor(parts: CreationParts) {
    this.#parts = parts;
  }

  async create(options: CreateContainerOptions): Promise<Container> {
    const { names } = this.#parts;
    const id = newContainerId();
    const undo = new UndoStack();
    expectContainerName(options.name);
    names.take(options.name, id);
    undo.push('release the name', () => names.release(options.name, id));
    try {
      return await this.#make(id, options, undo);
    } catch (error) {
      const failures = await undo.unwind();
      throw withUndoFailures(ConmanError.from(error), failures);
    }
  }

  async #make(id: string, options: CreateContainerOptions, undo: UndoStack): Promise<Container> {
    const { config, images, runtime, shims, syscalls, teardown } = this.#parts;
    const createdAt = this.#parts.clock.nowNs();
    const [plan, seccomp] = await Promise.all([
      planCreation(options, images),
      this.#seccompProfile(),
      runtime.check(),
      shims.check(),
    ]);
    const paths = containerPaths(config, id);

    undo.push('remove the files', () => teardown.removeFiles(paths));
    undo.push('unmount the root file system', () => teardown.unmountRootfs(paths));
    await makeContainerDirectories(paths, plan.rootfsSource);
    const { rootfs: mountpoint, upper, work } = paths;
    mountOverlay(syscalls, { lower: plan.rootfsSource, upper, work, mountpoint });
    await writeBundle(id, paths, plan, seccomp.filter(plan.compatPrograms));

    undo.push('delete the container at the runtime', () => teardown.endProcesses(id, paths));
    const pid = await this.#launch(id, paths, plan);
    const document = await writeRecord(id, createdAt, paths, plan, pid);
    return new Container(id, paths, { kind: 'read', document });
  }

  /** Read once; a failure is not kept. */
  #seccompProfile(): Promise<SeccompProfile> {
    this.#seccomp ??= SeccompProfile.load(join(this.#parts.config.assetsDir, 'seccomp.json')).catch(
      (error: unknown) => {
        this.#seccomp = undefined;
        throw error;
      },
    );
    return this.#seccomp;
  }

  async #launch(id: string, paths: ContainerPaths, plan: CreationPlan): Promise<number> {
    const { config, hierarchies, shims } = this.#parts;
    return await shims.launch({
      containerId: id,
      bundle: paths.bundle,
      containerPidFile: paths.pidFile,
      logPath: paths.log,
      exitFile: paths.exitFile,
      attachSocket: paths.attachSocket,
      shimPidFile: paths.shimPidFile,
      stdin: plan.stdin,
      stdinOnce: plan.stdinOnce,
      tty: plan.tty,
      terminalSize: plan.terminalSize,
      cgroupProcs: await makeCgroup(hierarchies, shimsCgroup(config)),
    });
  }
}

async function writeRecord(
  id: string,
  createdAt: bigint,
  paths: ContainerPaths,
  plan: CreationPlan,
  pid: number,
): Promise<RecordDocument> {
  const init = identifyProcess(pid);
  if (init === undefined) {
    throw new ConmanError('aborted', `the container's init process ${pid} was killed before it could be started`);
  }
  const shim = readPidFile(paths.shimPidFile);
  const { name, image, rootfsSource, rootfsReadonly, stdin, stdinOnce, tty, labels } = plan;
  return await Document.create(paths.record, recordDocument, {
    version: 1,
    id,
    name,
    createdAt: createdAt.toString(),
    image,
    rootfsSource,
    rootfsReadonly,
    command: [...plan.command],
    stdin,
    stdinOnce,
    tty,
    labels: { ...labels },
    init,
    ...(shim !== undefined && { shim }),
  });
}

function withUndoFailures(error: ConmanError, failures: readonly { what: string; error: unknown }[]): ConmanError {
  if (failures.length === 0) return error;
  const lines = failures.map((failure) => `could not ${failure.what}: ${ConmanError.from(failure.error).message}`);
  const details = [error.details, ...lines].filter((line) => line !== undefined).join('\n');
  return new ConmanError(error.code, error.message, { hint: error.hint, cause: error, details });
}
