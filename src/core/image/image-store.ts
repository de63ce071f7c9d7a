import type { ImageDefaults, ImageInspection, ImageSummary } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import { formatUnixNs } from '../host/clock.ts';
import { pathKind } from '../host/files.ts';
import type { ImageParts } from './image-parts.ts';
import type { ImageRecord } from './image-records.ts';
import { canonicalName, type ImageReference, parseReference } from './reference.ts';
import type { StarterImage } from './starter-image.ts';

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
  exposedPorts: [],
};

/** The images there are, for those who look at them and make containers of them. */
export class ImageStore {
  readonly #parts: ImageParts;
  readonly #starter: StarterImage;

  constructor(parts: ImageParts, starter: StarterImage) {
    this.#parts = parts;
    this.#starter = starter;
  }

  /** Records that cannot be read, and why, one line each. */
  get problems(): readonly string[] {
    return this.#parts.records.problems;
  }

  /** Sorted by name. The starter image is made for the first who looks; a host that cannot make it just has none. */
  async list(): Promise<ImageSummary[]> {
    await this.#starter.introduce();
    return this.#parts.records
      .list()
      .map(summaryOf)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async inspect(text: string): Promise<ImageInspection> {
    return inspectionOf(await this.expect(text));
  }

  /** `text` is an image's name or id, or the absolute path of a directory. */
  async resolve(text: string): Promise<ResolvedImage> {
    return text.startsWith('/') ? await resolveDirectory(text) : await this.#lease(await this.expect(text));
  }

  /** The directories of layers that a record names, top first. `name` is that of the image. */
  async layerDirectories(name: string, chainIds: readonly string[]): Promise<readonly string[]> {
    const { layers } = this.#parts;
    const sizes = await Promise.all(chainIds.map((chainId) => layers.sizeOf(chainId)));
    if (chainIds.length > 0 && !sizes.includes(undefined)) {
      return chainIds.map((chainId) => layers.path(chainId)).toReversed();
    }
    throw new ConmanError('data-loss', `layers of the image ${name} are missing or not whole`, {
      hint: `Fetch them again: conmanctl image pull ${name}`,
    });
  }

  /** Throws `not-found`, or `invalid-argument` for the beginning of several ids. */
  async expect(text: string): Promise<ImageRecord> {
    const found = this.find(text) ?? (await this.#starter.find(text));
    if (found === undefined) throw notFound(text);
    return found;
  }

  /** By name, or by the id or its beginning, when no other image shares it. */
  find(text: string): ImageRecord | undefined {
    const [found, ...others] = this.byId(text);
    if (others.some(({ id }) => id !== found?.id)) {
      throw new ConmanError('invalid-argument', `"${text}" is the beginning of several images' ids`, {
        hint: 'Give more of it.',
      });
    }
    if (found !== undefined) return found;
    const reference = parseName(text);
    return reference && this.#parts.records.get(canonicalName(reference));
  }

  /** All whose id is or begins with this. */
  byId(text: string): ImageRecord[] {
    if (!/^(?:sha256:)?[0-9a-f]{4,64}$/.test(text)) return [];
    const hex = text.replace(/^sha256:/, '');
    return this.#parts.records.list().filter(({ id }) => id.startsWith(`sha256:${hex}`));
  }

  async #lease(record: ImageRecord): Promise<ResolvedImage> {
    const chainIds = record.layers.map(({ chainId }) => chainId);
    const lease = this.#parts.leases.take(chainIds);
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

export function summaryOf({ name, id, createdAt, sizeBytes, config }: ImageRecord): ImageSummary {
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

function notFound(text: string): ConmanError {
  const isName = parseName(text) !== undefined;
  return new ConmanError('not-found', `there is no image "${text}"`, {
    hint: isName
      ? `Fetch it: conmanctl image pull ${text}. Or give the absolute path of a root file system directory.`
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
      hint: 'Unpack an archive or image into a directory first, or make an image of it: conmanctl image import.',
    });
  }
  return { layers: [path], chainIds: [], defaults: noDefaults, release: () => undefined };
}
