import { join } from 'node:path';
import type {
  ImageChanges,
  ImageHistoryEntry,
  ImageSummary,
  ImageVerification,
  PrunedItem,
  PruneOptions,
} from '../api/image.ts';
import type { PullOptions, PushProgress } from '../api/image-transfer.ts';
import { ConmanError } from '../errors/index.ts';
import { formatUnixNs } from '../host/clock.ts';
import { pathKind } from '../host/files.ts';
import { loadArchive } from './archive/load-archive.ts';
import { readTree } from './archive/read-tree.ts';
import { saveArchive } from './archive/save-archive.ts';
import { Garbage, type ImageUsers } from './garbage.ts';
import { type ConfigDraft, ImageBuilder } from './image-builder.ts';
import { changedConfig } from './image-config.ts';
import { contentIds, readImageContent } from './image-content.ts';
import { historyOf } from './image-history.ts';
import type { InstalledImage, PullNews } from './image-installer.ts';
import { type ImageParts, openImageParts } from './image-parts.ts';
import type { ImageRecord } from './image-records.ts';
import { ImageStore, summaryOf } from './image-store.ts';
import { verifyImage } from './image-verification.ts';
import { hostPlatform, parsePlatform } from './platform.ts';
import { PullLog } from './pulls/pull-log.ts';
import { Pulls } from './pulls/pulls.ts';
import { canonicalName, familiarName, type ImageReference, parseReference } from './reference.ts';
import { fetchImage } from './registry/fetch-image.ts';
import { pushImage, repositoriesWith } from './registry/push-image.ts';
import type { Registries } from './registry/registries.ts';
import { StarterImage } from './starter-image.ts';

/** Everything that can be done with images. One instance is the single writer of its directory. */
export class ImageService {
  readonly store: ImageStore;
  readonly pulls: Pulls;
  readonly registries: Registries;
  readonly #parts: ImageParts;
  readonly #garbage: Garbage;

  private constructor(parts: ImageParts, users: ImageUsers, registries: Registries, log: PullLog) {
    this.#parts = parts;
    this.registries = registries;
    this.store = new ImageStore(parts, new StarterImage(parts));
    this.#garbage = new Garbage(parts, users);
    this.pulls = new Pulls((...pull) => this.#pull(...pull), log, parts.clock);
  }

  /** Clears away what an interrupted conmand was in the middle of. */
  static async open(
    ...[directory, clock, trash, users, registries]: [...Parameters<typeof openImageParts>, ImageUsers, Registries]
  ): Promise<ImageService> {
    const parts = await openImageParts(directory, clock, trash);
    return new ImageService(parts, users, registries, await PullLog.open(join(directory, 'pulls.json')));
  }

  async history(image: string): Promise<ImageHistoryEntry[]> {
    const record = await this.store.expect(image);
    return historyOf(await readImageContent(this.#parts.blobs, record), record);
  }

  async verify(image: string): Promise<ImageVerification> {
    return await verifyImage(this.#parts, await this.store.expect(image));
  }

  async tag(image: string, name: string): Promise<void> {
    const reference = parseReference(name);
    if (reference.digest !== undefined) {
      throw new ConmanError('invalid-argument', `a name with a digest cannot be given: ${name}`, {
        hint: 'Give NAME:TAG.',
      });
    }
    const record = await this.store.expect(image);
    await this.#parts.records.put({ ...record, reference: canonicalName(reference), name: familiarName(reference) });
  }

  async remove(image: string): Promise<void> {
    const record = this.store.find(image);
    if (record === undefined) throw notThere(image);
    this.#garbage.expectKnown();
    const { records } = this.#parts;
    const same = records.list().filter(({ id }) => id === record.id);
    if (this.store.byId(image).length > 1 && same.length > 1) {
      const names = same.map(({ name }) => name).join(', ');
      throw new ConmanError('failed-precondition', `the image ${image} has several names: ${names}`, {
        hint: 'Say which of them to remove.',
      });
    }
    const top = record.layers.at(-1)?.chainId;
    const others = records.list().filter(({ reference }) => reference !== record.reference);
    const isLast = !others.some(({ layers }) => layers.at(-1)?.chainId === top);
    if (isLast && this.#garbage.isInUse(record)) {
      throw new ConmanError('failed-precondition', `containers are made of the image ${record.name}`, {
        hint: 'Remove them first: conmanctl ps -a shows them.',
      });
    }
    await records.remove(record.reference);
    await this.#garbage.sweep();
  }

  async prune(options: PruneOptions): Promise<PrunedItem[]> {
    return await this.#garbage.prune(options);
  }

  async *save(images: readonly string[], abort?: AbortSignal): AsyncGenerator<Uint8Array> {
    const { blobs, leases } = this.#parts;
    const records = await Promise.all(images.map((image) => this.store.expect(image)));
    using _lease = leases.takeEverything();
    yield* saveArchive(blobs, records, abort);
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
    return await this.build(parseReference(name), base, [], archive, changes, 'conman image import', abort);
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
    return await this.build(
      reference,
      draft,
      below,
      upper,
      changes,
      'conman container commit',
      new AbortController().signal,
    );
  }

  async build(
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

  /** Sends it to where `name` says, or its own name. */
  async *push(image: string, name: string | undefined, abort: AbortSignal): AsyncGenerator<PushProgress> {
    const { blobs, leases, records } = this.#parts;
    const record = await this.store.expect(image);
    const target = parseReference(name ?? record.reference);
    const content = await readImageContent(blobs, record);
    using _lease = leases.take(contentIds(content));
    const digests = new Set(content.manifest.layers.map(({ digest }) => digest));
    const from = repositoriesWith(records.list(), digests, target);
    const client = await this.registries.forPush(target, from);
    yield* pushImage({ client, blobs, content, target, from }, abort);
  }

  /** Its root file system as a tar archive. */
  async *export(image: string, abort?: AbortSignal): AsyncGenerator<Uint8Array> {
    const resolved = await this.store.resolve(image);
    try {
      yield* readTree({ layers: resolved.layers, form: 'merged', leftOut: [] }, abort);
    } finally {
      resolved.release();
    }
  }

  /**
   * Removes the starter image of conman 0.1, which was a directory: `sources` are the directories that containers are made
   * of, undefined when that is not known of some.
   */
  async discardOldStarter(sources: readonly string[] | undefined): Promise<void> {
    const directory = join(this.#parts.directory, 'busybox');
    if (sources === undefined || sources.some((source) => source.startsWith(`${directory}/`))) return;
    if ((await pathKind(directory)) === 'directory') await this.#parts.trash.discard(directory);
  }

  /** Ends what is under way and waits for what is being written. */
  async close(): Promise<void> {
    await this.pulls.close();
    await this.#parts.installer.close();
    await this.#parts.layers.idle();
  }

  async #pull(
    reference: ImageReference,
    { platform: wanted }: PullOptions,
    news: (news: PullNews) => void,
    abort: AbortSignal,
  ): Promise<InstalledImage> {
    const platform = wanted === undefined ? hostPlatform() : parsePlatform(wanted);
    const { client, content } = await this.registries.firstThatHas(reference, abort, async (client) => ({
      client,
      content: await fetchImage(client, reference, platform, abort),
    }));
    const open = client.openBlob.bind(client);
    return await this.#parts.installer.install(reference, content, open, news, abort);
  }

  #madeOf(chainIds: readonly string[]): ImageRecord {
    const found = this.#parts.records.list().find(({ layers }) => layers.at(-1)?.chainId === chainIds.at(-1));
    if (found !== undefined) return found;
    throw new ConmanError('failed-precondition', 'the image that the container is made of is not there any more', {
      hint: 'Pull it again, or make an image of all its files: conmanctl container export, then conmanctl image import.',
    });
  }
}

function notThere(image: string): ConmanError {
  return new ConmanError('not-found', `there is no image "${image}"`, { hint: 'See conmanctl image list.' });
}
