import { join } from 'node:path';
import type { ImageHistoryEntry, ImageVerification, PrunedItem, PruneOptions } from '../api/image.ts';
import type { PullOptions } from '../api/image-transfer.ts';
import { ConmanError } from '../errors/index.ts';
import { pathKind } from '../host/files.ts';
import { Garbage, type ImageUsers } from './garbage.ts';
import { readImageContent } from './image-content.ts';
import { historyOf } from './image-history.ts';
import type { InstalledImage, PullNews } from './image-installer.ts';
import { ImageMaking } from './image-making.ts';
import { type ImageParts, openImageParts } from './image-parts.ts';
import { ImageSending } from './image-sending.ts';
import { ImageStore } from './image-store.ts';
import { verifyImage } from './image-verification.ts';
import { hostPlatform, parsePlatform } from './platform.ts';
import { PullLog } from './pulls/pull-log.ts';
import { Pulls } from './pulls/pulls.ts';
import { canonicalName, familiarName, type ImageReference, parseReference } from './reference.ts';
import { fetchImage } from './registry/fetch-image.ts';
import type { Registries } from './registry/registries.ts';
import { StarterImage } from './starter-image.ts';

/** Everything that can be done with images. One instance is the single writer of its directory. */
export class ImageService {
  readonly store: ImageStore;
  readonly pulls: Pulls;
  readonly registries: Registries;
  readonly making: ImageMaking;
  readonly sending: ImageSending;
  readonly #parts: ImageParts;
  readonly #garbage: Garbage;

  private constructor(parts: ImageParts, users: ImageUsers, registries: Registries, log: PullLog) {
    this.#parts = parts;
    this.registries = registries;
    this.store = new ImageStore(parts, new StarterImage(parts));
    this.making = new ImageMaking(parts);
    this.sending = new ImageSending(parts, this.store, registries);
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
}

function notThere(image: string): ConmanError {
  return new ConmanError('not-found', `there is no image "${image}"`, { hint: 'See conmanctl image list.' });
}
