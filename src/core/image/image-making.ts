import type { ImageChanges, ImageSummary } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import { formatUnixNs } from '../host/clock.ts';
import { loadArchive } from './archive/load-archive.ts';
import { type ConfigDraft, ImageBuilder } from './image-builder.ts';
import { changedConfig } from './image-config.ts';
import { readImageContent } from './image-content.ts';
import type { ImageParts } from './image-parts.ts';
import type { ImageRecord } from './image-records.ts';
import { summaryOf } from './image-store.ts';
import { hostPlatform } from './platform.ts';
import { type ImageReference, parseReference } from './reference.ts';

/** Makes images of what is on this machine: archives, root file systems, containers. */
export class ImageMaking {
  readonly #parts: ImageParts;

  constructor(parts: ImageParts) {
    this.#parts = parts;
  }

  async load(
    archive: AsyncIterable<Uint8Array>,
    name: string | undefined,
    abort: AbortSignal,
  ): Promise<ImageSummary[]> {
    using _lease = this.#parts.leases.takeEverything();
    const installed = await loadArchive(this.#parts, archive, name, abort);
    return installed.map(({ record }) => summaryOf(record));
  }

  /** An image of a root file system. */
  async import(
    archive: AsyncIterable<Uint8Array>,
    name: string,
    changes: ImageChanges,
    abort: AbortSignal,
  ): Promise<ImageSummary> {
    const { os, architecture, variant } = hostPlatform();
    const base = { os, architecture, ...(variant !== undefined && { variant }) };
    return await this.#build(parseReference(name), base, [], archive, changes, 'conman image import', abort);
  }

  /** An image of a container's changes over the image it is made of. */
  async commit(
    layers: readonly string[],
    upper: AsyncIterable<Uint8Array>,
    name: string,
    changes: ImageChanges,
  ): Promise<ImageSummary> {
    const reference = parseReference(name);
    const base = this.#madeOf(layers);
    const { documents, manifest, config } = await readImageContent(this.#parts.blobs, base);
    const draft = JSON.parse((documents.get(base.id) ?? '').toString()) as ConfigDraft;
    const below = manifest.layers.map((layer, index) => ({ ...layer, diffId: config.rootfs.diff_ids[index] ?? '' }));
    return await this.#build(
      reference,
      draft,
      below,
      upper,
      changes,
      'conman container commit',
      new AbortController().signal,
    );
  }

  async #build(
    reference: ImageReference,
    base: ConfigDraft,
    below: Parameters<ImageBuilder['build']>[2],
    archive: AsyncIterable<Uint8Array>,
    changes: ImageChanges,
    by: string,
    abort: AbortSignal,
  ): Promise<ImageSummary> {
    const { blobs, clock, installer, leases } = this.#parts;
    using _lease = leases.takeEverything();
    const builder = new ImageBuilder(blobs, installer);
    const created = formatUnixNs(clock.nowNs());
    const { comment } = changes;
    const step = { created, created_by: by, ...(comment !== undefined && { comment }) };
    const draft = changedConfig(base, changes, step);
    const layer = await builder.addArchive(archive);
    return summaryOf((await builder.build(reference, draft, [...below, layer], abort)).record);
  }

  #madeOf(chainIds: readonly string[]): ImageRecord {
    const found = this.#parts.records.list().find(({ layers }) => layers.at(-1)?.chainId === chainIds.at(-1));
    if (found !== undefined) return found;
    throw new ConmanError('failed-precondition', 'the image that the container is made of is not there any more', {
      hint: 'Pull it again, or make an image of all its files: conmanctl container export, then conmanctl image import.',
    });
  }
}
