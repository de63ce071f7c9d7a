import { join } from 'node:path';
import type { ImageSummary } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import type { UnixClock } from '../host/clock.ts';
import { listDirectory } from '../host/directories.ts';
import { pathKind } from '../host/files.ts';
import { Document } from '../store/document.ts';
import { type Image, imageDocument } from './image.ts';
import { makeStarterImage, starterImageName } from './starter-image.ts';

/** What a container is made from. */
export interface ResolvedImage {
  /** Absolute path of the root file system, which is never written to. */
  readonly rootfs: string;
  /** Command of the image; empty when it has none. */
  readonly command: readonly string[];
}

/** The images below one directory, each `NAME/{image.json,rootfs}`. */
export class ImageStore {
  readonly #directory: string;
  readonly #clock: UnixClock;
  #starter: Promise<void> | undefined;

  constructor(directory: string, clock: UnixClock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** Sorted by name. The starter image is made if it is not there yet; a host that cannot make it just has none. */
  async list(): Promise<ImageSummary[]> {
    await this.#ensureStarter().catch(() => undefined);
    const names = (await listDirectory(this.#directory)).filter((name) => !name.endsWith('.new'));
    const images = await Promise.all(names.toSorted().map((name) => this.#read(name).catch(() => undefined)));
    return images
      .filter((image) => image !== undefined)
      .map((image) => ({
        name: image.name,
        id: image.id,
        createdAt: BigInt(image.createdAt),
        sizeBytes: image.sizeBytes,
        command: image.command,
      }));
  }

  /** `reference` is an image's name or the absolute path of a directory. */
  async resolve(reference: string): Promise<ResolvedImage> {
    if (reference.startsWith('/')) return await resolveDirectory(reference);
    if (reference === starterImageName) await this.#ensureStarter();
    const image = /^[a-z0-9][a-z0-9._-]*$/.test(reference) ? await this.#read(reference) : undefined;
    if (image === undefined) {
      throw new ConmanError('not-found', `there is no image "${reference}"`, {
        hint: 'Give the absolute path of a root file system directory, or "busybox", the image that is always there.',
      });
    }
    return { rootfs: join(this.#directory, reference, 'rootfs'), command: image.command };
  }

  async #read(name: string): Promise<Image | undefined> {
    return (await Document.open(join(this.#directory, name, 'image.json'), imageDocument))?.data;
  }

  /** Callers that come while it is being made wait for the same one. */
  #ensureStarter(): Promise<void> {
    this.#starter ??= this.#makeStarter().catch((error: unknown) => {
      this.#starter = undefined;
      throw error;
    });
    return this.#starter;
  }

  async #makeStarter(): Promise<void> {
    const directory = join(this.#directory, starterImageName);
    if ((await pathKind(directory)) === 'missing') await makeStarterImage(directory, this.#clock.nowNs());
  }
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
  return { rootfs: path, command: [] };
}
