import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageDefaults, ImageInspection, ImageSummary, PullOptions, PullProgress } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import { formatUnixNs, type UnixClock } from '../host/clock.ts';
import { makeDirectory } from '../host/directories.ts';
import { pathKind } from '../host/files.ts';
import { BlobStore } from './content/blob-store.ts';
import { type Discarding, LayerStore } from './content/layer-store.ts';
import { ImagePuller, type PulledImage } from './image-puller.ts';
import { type ImageRecord, ImageRecords } from './image-records.ts';
import { Leases } from './leases.ts';
import { PullFeed } from './pull-feed.ts';
import { canonicalName, type ImageReference, parseReference } from './reference.ts';
import { credentialFiles, findCredentials } from './registry/credentials.ts';
import { RegistryClient } from './registry/registry-client.ts';
import { defaultRetries } from './registry/retry.ts';
import { SharedWork } from './shared-work.ts';
import { StarterImages } from './starter-images.ts';

/** What a container is made from. */
export interface ResolvedImage {
  /** Absolute paths of the directories that make up the root file system, top first, which are never written to. */
  readonly layers: readonly string[];
  /** Chain ids of the layers, which stay as long as a container's record names them. */
  readonly chainIds: readonly string[];
  readonly defaults: ImageDefaults;
  /** Lets go of the layers: something else keeps them from now on, or nobody needs them. */
  release(): void;
}

const noDefaults: ImageDefaults = {
  entrypoint: [],
  command: [],
  env: [],
  user: '',
  workdir: '',
  labels: {},
  stopSignal: '',
  volumes: [],
};

/** Between two rounds of news to whoever watches a pull. */
const newsMs = 50;

/** The images below one directory: pulled ones, and the starter image. */
export class ImageStore {
  readonly #starters: StarterImages;
  readonly #records: ImageRecords;
  readonly #blobs: BlobStore;
  readonly #layers: LayerStore;
  readonly #ingest: string;
  readonly #leases = new Leases();
  readonly #puller: ImagePuller;
  readonly #pulls = new SharedWork<PulledImage, PullFeed>();

  constructor(directory: string, clock: UnixClock, trash: Discarding) {
    this.#ingest = join(directory, 'ingest');
    this.#starters = new StarterImages(directory, clock);
    this.#records = new ImageRecords(join(directory, 'references'));
    this.#blobs = new BlobStore(join(directory, 'blobs'), this.#ingest, defaultRetries);
    this.#layers = new LayerStore(join(directory, 'layers'), this.#ingest, trash);
    this.#puller = new ImagePuller({
      blobs: this.#blobs,
      layers: this.#layers,
      records: this.#records,
      leases: this.#leases,
      clock,
      registry: openRegistry,
    });
  }

  /** Makes the directories, and clears away what an interrupted conmand was in the middle of. */
  async open(): Promise<void> {
    await makeDirectory(this.#ingest);
    await this.#layers.open();
  }

  /** Records that cannot be read, and why, one line each. */
  async problems(): Promise<readonly string[]> {
    return await this.#records.problems();
  }

  /** Sorted by name. The starter image is made if it is not there yet; a host that cannot make it just has none. */
  async list(): Promise<ImageSummary[]> {
    const [starters, records] = await Promise.all([this.#starters.list(), this.#records.list()]);
    return [...starters, ...records.map(summaryOf)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** `reference` is an image's name or id, or the absolute path of a directory. */
  async resolve(reference: string): Promise<ResolvedImage> {
    if (reference.startsWith('/')) return await resolveDirectory(reference);
    const record = await this.#find(reference);
    if (record !== undefined) return this.#lease(record);
    const starter = await this.#starters.find(reference);
    if (starter === undefined) throw notFound(reference);
    const defaults = { ...noDefaults, command: starter.command };
    return { layers: [starter.rootfs], chainIds: [], defaults, release: () => undefined };
  }

  /** The directories of layers that a record names, top first. `name` is that of the image. */
  async layerDirectories(name: string, chainIds: readonly string[]): Promise<readonly string[]> {
    const sizes = await Promise.all(chainIds.map((chainId) => this.#layers.sizeOf(chainId)));
    if (chainIds.length > 0 && !sizes.includes(undefined)) {
      return chainIds.map((chainId) => this.#layers.path(chainId)).toReversed();
    }
    throw new ConmanError('data-loss', `layers of the image ${name} are missing or not whole`, {
      hint: `Fetch them again: conmanctl image pull ${name}`,
    });
  }

  async inspect(reference: string): Promise<ImageInspection> {
    const record = await this.#find(reference);
    if (record !== undefined) return inspectionOf(record);
    const [starter, facts] = await Promise.all([this.#starters.find(reference), this.#starters.inspect(reference)]);
    if (starter === undefined || facts === undefined) throw notFound(reference);
    return { ...facts, config: { ...noDefaults, command: starter.command } };
  }

  async *pull(text: string, options: PullOptions, abort: AbortSignal): AsyncGenerator<PullProgress> {
    const reference = parseReference(text);
    const key = `${canonicalName(reference)} ${options.platform ?? ''}`;
    let feed: PullFeed | undefined;
    let outcome: PulledImage | undefined;
    const leaving = new AbortController();
    const watched = this.#pulls.join(
      key,
      AbortSignal.any([abort, leaving.signal]),
      (progress) => {
        feed = progress;
      },
      (signal, report) => this.#pull(reference, options, signal, report),
    );
    const over = watched.then((pulled) => {
      outcome = pulled;
    });
    over.catch(() => undefined);
    const seen = new Map<string, PullProgress>();
    try {
      while (outcome === undefined) {
        await Promise.race([over, sleep(newsMs)]);
        if (feed !== undefined) yield* feed.news(seen);
      }
      yield { kind: 'done', image: summaryOf(outcome.record), changed: outcome.changed };
    } finally {
      leaving.abort();
    }
  }

  /** `containerLayers` are the chain ids that containers are made of. */
  async remove(reference: string, containerLayers: readonly string[]): Promise<void> {
    const record = await this.#find(reference);
    if (record === undefined) {
      if ((await this.#starters.find(reference)) === undefined) throw notFound(reference);
      throw new ConmanError('failed-precondition', `the image "${reference}" is made from this machine's busybox`, {
        hint: 'It is always there.',
      });
    }
    const others = (await this.#records.list()).filter(({ reference: its }) => its !== record.reference);
    const top = record.layers.at(-1)?.chainId;
    const isUsed = top !== undefined && [...containerLayers, ...this.#leases.held].includes(top);
    if (isUsed && !others.some(({ layers }) => layers.at(-1)?.chainId === top)) {
      throw new ConmanError('failed-precondition', `containers are made of the image ${record.name}`, {
        hint: 'Remove them first: conmanctl ps -a shows them.',
      });
    }
    await this.#records.remove(record.reference);
    await this.#sweep(others, containerLayers);
  }

  /** Ends the pulls and waits for what is being written. */
  async close(): Promise<void> {
    this.#pulls.abortAll();
    await this.#pulls.idle();
    await this.#puller.idle();
    await this.#layers.idle();
  }

  async #pull(
    reference: ImageReference,
    options: PullOptions,
    abort: AbortSignal,
    report: (feed: PullFeed) => void,
  ): Promise<PulledImage> {
    const feed = new PullFeed(reference);
    report(feed);
    return await this.#puller.pull(reference, options, (news) => feed.note(news), abort);
  }

  /** Removes the layers and blobs that no image, container or operation needs. None while a record cannot be read. */
  async #sweep(records: readonly ImageRecord[], containerLayers: readonly string[]): Promise<void> {
    if ((await this.#records.problems()).length > 0) return;
    const named = records.flatMap(({ layers }) => layers.flatMap(({ chainId, digest }) => [chainId, digest]));
    const isNeeded = (id: string): boolean => [...named, ...containerLayers, ...this.#leases.held].includes(id);
    for (const chainId of await this.#layers.list()) if (!isNeeded(chainId)) await this.#layers.remove(chainId);
    for (const digest of await this.#blobs.list()) if (!isNeeded(digest)) await this.#blobs.remove(digest);
  }

  /** By name, or by the id or its beginning, when no other image shares it. */
  async #find(text: string): Promise<ImageRecord | undefined> {
    if (/^(?:sha256:)?[0-9a-f]{4,64}$/.test(text)) {
      const hex = text.replace(/^sha256:/, '');
      const found = (await this.#records.list()).filter(({ id }) => id.startsWith(`sha256:${hex}`));
      if (new Set(found.map(({ id }) => id)).size > 1) {
        throw new ConmanError('invalid-argument', `"${text}" is the beginning of several images' ids`, {
          hint: 'Give more of it.',
        });
      }
      if (found[0] !== undefined) return found[0];
    }
    const reference = parseName(text);
    return reference && (await this.#records.get(canonicalName(reference)));
  }

  async #lease(record: ImageRecord): Promise<ResolvedImage> {
    const chainIds = record.layers.map(({ chainId }) => chainId);
    const lease = this.#leases.take(chainIds);
    const release = (): void => lease[Symbol.dispose]();
    try {
      const layers = await this.layerDirectories(record.name, chainIds);
      return { layers, chainIds, defaults: record.config, release };
    } catch (error) {
      release();
      throw error;
    }
  }
}

async function openRegistry({ domain, path }: ImageReference): Promise<RegistryClient> {
  const credentials = await findCredentials(credentialFiles(process.env), domain, path);
  return new RegistryClient({ domain, path, credentials, retries: defaultRetries });
}

function summaryOf({ name, id, createdAt, sizeBytes, config }: ImageRecord): ImageSummary {
  const command = [...config.entrypoint, ...config.command];
  return { name, id, createdAt: BigInt(createdAt), sizeBytes, command };
}

function inspectionOf({ version, manifestDigest, createdAt, pulledAt, ...record }: ImageRecord): ImageInspection {
  return { ...record, createdAt: formatUnixNs(BigInt(createdAt)), pulledAt: formatUnixNs(BigInt(pulledAt)) };
}

function parseName(text: string): ImageReference | undefined {
  try {
    return parseReference(text);
  } catch {
    return undefined;
  }
}

function notFound(reference: string): ConmanError {
  const isName = parseName(reference) !== undefined;
  return new ConmanError('not-found', `there is no image "${reference}"`, {
    hint: isName
      ? `Fetch it: conmanctl image pull ${reference}. Or give the absolute path of a root file system directory.`
      : 'Give the absolute path of a root file system directory, or "busybox", the image that is always there.',
  });
}

async function resolveDirectory(path: string): Promise<ResolvedImage> {
  const kind = await pathKind(path);
  if (kind === 'missing') {
    throw new ConmanError('not-found', `the root file system ${path} does not exist`, {
      hint: 'Give the absolute path of a directory that holds an unpacked root file system.',
    });
  }
  if (kind !== 'directory') {
    throw new ConmanError('invalid-argument', `the root file system ${path} is not a directory`, {
      hint: 'Unpack an archive or image into a directory first.',
    });
  }
  return { layers: [path], chainIds: [], defaults: noDefaults, release: () => undefined };
}
