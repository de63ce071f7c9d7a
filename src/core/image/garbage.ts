import { join } from 'node:path';
import type { PrunedItem, PruneOptions } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import { listDirectory } from '../host/directories.ts';
import { fileSize, removeFileNow } from '../host/files.ts';
import type { ImageParts } from './image-parts.ts';
import type { ImageRecord } from './image-records.ts';

/** What only the containers know. */
export interface ImageUsers {
  /** Chain ids of the layers that containers are made of, at this instant; undefined when that is not known of some. */
  layersInUse(): readonly string[] | undefined;
  /** The name of one of which it is not known. */
  unreadable(): string | undefined;
}

const partialSuffix = '.partial';

/**
 * Removes what nobody needs. What is needed is asked and what is not is taken away in one go, without giving way to
 * anything else: whoever takes a lease does so before or after, and looks whether things are there after that.
 */
export class Garbage {
  readonly #parts: ImageParts;
  readonly #users: ImageUsers;

  constructor(parts: ImageParts, users: ImageUsers) {
    this.#parts = parts;
    this.#users = users;
  }

  /** True when a container is made of its layers, or something under way needs it. */
  isInUse({ layers }: ImageRecord): boolean {
    const top = layers.at(-1)?.chainId;
    const inUse = this.#users.layersInUse();
    return top !== undefined && (inUse?.includes(top) !== false || this.#parts.leases.held.includes(top));
  }

  /** After an image is gone: everything that only it needed. */
  async sweep(): Promise<void> {
    await this.#collect(false, false);
  }

  /** Throws `failed-precondition` while it cannot be told what is needed. */
  expectKnown(): void {
    const container = this.#users.unreadable();
    if (container !== undefined) {
      throw new ConmanError(
        'failed-precondition',
        `container ${container} may be made of it: its record cannot be read`,
        { hint: 'Repair the record, or remove the container by force.' },
      );
    }
  }

  async prune({ dryRun = false, all = false }: PruneOptions): Promise<PrunedItem[]> {
    this.expectKnown();
    const [problem] = this.#parts.records.problems;
    if (problem !== undefined) {
      throw new ConmanError('failed-precondition', `nothing is removed: ${problem}`, {
        hint: 'Repair the file or remove it, and restart conmand.',
      });
    }
    const { records } = this.#parts;
    const unused = all ? records.list().filter((record) => !this.isInUse(record)) : [];
    if (!dryRun) for (const { reference } of unused) await records.remove(reference);
    const images = unused.map(({ name, sizeBytes }): PrunedItem => ({ kind: 'image', id: name, sizeBytes }));
    const without = new Set(dryRun ? unused.map(({ reference }) => reference) : []);
    return [...images, ...(await this.#collect(dryRun, true, without))];
  }

  async #collect(dryRun: boolean, partials: boolean, without: ReadonlySet<string> = new Set()): Promise<PrunedItem[]> {
    const { layers, blobs, ingest, leases, records } = this.#parts;
    const found = await this.#inventory(partials);
    // From here to the end nothing else runs.
    const inUse = this.#users.layersInUse();
    if (leases.coverEverything || inUse === undefined || records.problems.length > 0) return [];
    const needed = this.#needed(inUse, without);
    const collected = found.filter(({ id }) => !needed.has(id));
    if (dryRun) return collected;
    for (const { kind, id } of collected) {
      if (kind === 'layer') layers.removeNow(id);
      else if (kind === 'partial') removeFileNow(join(ingest, `${id.replace(':', '-')}${partialSuffix}`));
      else blobs.removeNow(id);
    }
    return collected;
  }

  async #inventory(partials: boolean): Promise<PrunedItem[]> {
    const { layers, blobs, ingest } = this.#parts;
    const items: PrunedItem[] = [];
    for (const id of await layers.list()) items.push({ kind: 'layer', id, sizeBytes: (await layers.sizeOf(id)) ?? 0 });
    for (const id of await blobs.list()) items.push({ kind: 'content', id, sizeBytes: (await blobs.sizeOf(id)) ?? 0 });
    if (!partials) return items;
    for (const name of await listDirectory(ingest)) {
      if (!name.endsWith(partialSuffix)) continue;
      const id = name.slice(0, -partialSuffix.length).replace('-', ':');
      items.push({ kind: 'partial', id, sizeBytes: (await fileSize(join(ingest, name))) ?? 0 });
    }
    return items;
  }

  #needed(inUse: readonly string[], without: ReadonlySet<string>): Set<string> {
    const { records, leases } = this.#parts;
    const kept = records.list().filter(({ reference }) => !without.has(reference));
    return new Set([
      ...kept.flatMap(({ digest, manifestDigest, id }) => [digest, manifestDigest, id]),
      ...kept.flatMap(({ layers }) => layers.flatMap(({ chainId, digest }) => [chainId, digest])),
      ...inUse,
      ...leases.held,
    ]);
  }
}
