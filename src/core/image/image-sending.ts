import type { PushProgress } from '../api/image-transfer.ts';
import { readTree } from './archive/read-tree.ts';
import { saveArchive } from './archive/save-archive.ts';
import { contentIds, readImageContent } from './image-content.ts';
import type { ImageParts } from './image-parts.ts';
import type { ImageStore } from './image-store.ts';
import { parseReference } from './reference.ts';
import { pushImage, repositoriesWith } from './registry/push-image.ts';
import type { Registries } from './registry/registries.ts';

/** Brings images elsewhere: to registries and into archives. */
export class ImageSending {
  readonly #parts: ImageParts;
  readonly #store: ImageStore;
  readonly #registries: Registries;

  constructor(parts: ImageParts, store: ImageStore, registries: Registries) {
    this.#parts = parts;
    this.#store = store;
    this.#registries = registries;
  }

  async *save(images: readonly string[], abort?: AbortSignal): AsyncGenerator<Uint8Array> {
    const { blobs, leases } = this.#parts;
    const records = await Promise.all(images.map((image) => this.#store.expect(image)));
    using _lease = leases.takeEverything();
    yield* saveArchive(blobs, records, abort);
  }

  /** Sends it to where `name` says, or its own name. */
  async *push(image: string, name: string | undefined, abort: AbortSignal): AsyncGenerator<PushProgress> {
    const { blobs, leases, records } = this.#parts;
    const record = await this.#store.expect(image);
    const target = parseReference(name ?? record.reference);
    const content = await readImageContent(blobs, record);
    using _lease = leases.take(contentIds(content));
    const digests = new Set(content.manifest.layers.map(({ digest }) => digest));
    const from = repositoriesWith(records.list(), digests, target);
    const client = await this.#registries.forPush(target, from);
    yield* pushImage({ client, blobs, content, target, from }, abort);
  }

  /** Its root file system as a tar archive. */
  async *export(image: string, abort?: AbortSignal): AsyncGenerator<Uint8Array> {
    const resolved = await this.#store.resolve(image);
    try {
      yield* readTree({ layers: resolved.layers, form: 'merged', leftOut: [] }, abort);
    } finally {
      resolved.release();
    }
  }
}
