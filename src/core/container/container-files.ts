import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FileChange, ImageChanges, ImageSummary } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import { removeDirectory } from '../host/directories.ts';
import { fileSize } from '../host/files.ts';
import { reversed } from '../host/id-maps.ts';
import { readTree } from '../image/archive/read-tree.ts';
import { readChanges } from '../image/changes/read-changes.ts';
import type { Container } from './container.ts';
import type { EngineParts } from './engine-parts.ts';
import { copiedAtMs } from './rootfs-mount.ts';
import { hideMapped, showMapped } from './user-namespaces/mapped-directories.ts';

/** What conman gives every container in the place of its image's: empty files that something is mounted on. */
const mountpoints = ['etc/hosts', 'etc/hostname', 'etc/resolv.conf'];

/** What has become of the files of containers. */
export class ContainerFiles {
  readonly #parts: EngineParts;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  async changes(container: Container): Promise<readonly FileChange[]> {
    await using view = await this.#view(container);
    const { upper } = view;
    const lower = await this.#lower(container);
    const leftOut = await ownMountpoints(upper);
    const task = { upper, lower, leftOut, copiedAtMs: await copiedAtMs(container.paths) };
    return await readChanges(task, new AbortController().signal);
  }

  async *export(container: Container, abort?: AbortSignal): AsyncGenerator<Uint8Array> {
    await using view = await this.#view(container);
    const { upper } = view;
    const layers = [upper, ...(await this.#lower(container))];
    const leftOut = await ownMountpoints(upper);
    yield* readTree({ layers, form: 'merged', leftOut, copiedAtMs: await copiedAtMs(container.paths) }, abort);
  }

  /** Its files are read while its processes are held still. */
  async commit(container: Container, name: string, changes: ImageChanges): Promise<ImageSummary> {
    const { images, pausing } = this.#parts;
    const { layers } = container.record ?? {};
    if (layers === undefined) {
      throw new ConmanError('failed-precondition', `container ${container.name} is not made of an image`, {
        hint: `Make one of all its files: conmanctl container export ${container.name} | conmanctl image import - NAME`,
      });
    }
    await using view = await this.#view(container);
    const { upper } = view;
    const pauses = container.state === 'running' && !container.paused;
    try {
      if (pauses) await pausing.hold(container);
      const below = [upper, ...(await this.#lower(container))];
      const leftOut = await ownMountpoints(upper);
      const copied = await copiedAtMs(container.paths);
      const files = readTree({ layers: below, form: 'changes', leftOut, copiedAtMs: copied });
      return await images.commit(layers, files, name, changes);
    } finally {
      if (pauses) await pausing.letGo(container);
    }
  }

  /** Its changes with the owners that it sees, as those of its image are. */
  async #view({ paths, record }: Container): Promise<AsyncDisposable & { readonly upper: string }> {
    const { upper } = paths;
    const maps = record?.userNamespace;
    if (maps === undefined) return { upper, [Symbol.asyncDispose]: async () => undefined };
    const place = join(paths.mapped, `view-${randomUUID()}`);
    const hide = async (): Promise<void> => {
      await hideMapped(this.#parts, place);
      for (const path of [join(place, 'upper'), place]) await removeDirectory(path);
    };
    try {
      await showMapped(this.#parts, reversed(maps), place, { upper });
    } catch (error) {
      await hide();
      throw error;
    }
    return { upper: join(place, 'upper'), [Symbol.asyncDispose]: hide };
  }

  /** Top first. */
  async #lower({ name, record }: Container): Promise<readonly string[]> {
    if (record === undefined) {
      throw new ConmanError('failed-precondition', `the record of container ${name} cannot be read`);
    }
    const { layers, rootfsSource } = record;
    return layers === undefined
      ? [rootfsSource]
      : await this.#parts.images.store.layerDirectories(record.image, layers);
  }
}

/** Those that are still as they were made. */
async function ownMountpoints(upper: string): Promise<string[]> {
  const sizes = await Promise.all(mountpoints.map((path) => fileSize(`${upper}/${path}`)));
  return mountpoints.filter((_, index) => sizes[index] === 0);
}
