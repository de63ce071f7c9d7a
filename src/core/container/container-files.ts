import type { FileChange, ImageChanges, ImageSummary } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import { fileSize } from '../host/files.ts';
import { readTree } from '../image/archive/read-tree.ts';
import { readChanges } from '../image/changes/read-changes.ts';
import type { Container } from './container.ts';
import type { EngineParts } from './engine-parts.ts';

/** What conman gives every container in the place of its image's: empty files that something is mounted on. */
const mountpoints = ['etc/hosts', 'etc/hostname', 'etc/resolv.conf'];

/** What has become of the files of containers. */
export class ContainerFiles {
  readonly #parts: EngineParts;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  async changes(container: Container): Promise<readonly FileChange[]> {
    const { upper } = container.paths;
    const lower = await this.#lower(container);
    const leftOut = await ownMountpoints(upper);
    return await readChanges({ upper, lower, leftOut }, new AbortController().signal);
  }

  async *export(container: Container, abort?: AbortSignal): AsyncGenerator<Uint8Array> {
    const { upper } = container.paths;
    const layers = [upper, ...(await this.#lower(container))];
    yield* readTree({ layers, form: 'merged', leftOut: await ownMountpoints(upper) }, abort);
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
    const { upper } = container.paths;
    const pauses = container.state === 'running' && !container.paused;
    try {
      if (pauses) await pausing.hold(container);
      const files = readTree({ layers: [upper], form: 'changes', leftOut: await ownMountpoints(upper) });
      return await images.commit(layers, files, name, changes);
    } finally {
      if (pauses) await pausing.letGo(container);
    }
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
