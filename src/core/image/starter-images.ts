import { join } from 'node:path';
import type { ImageInspection, ImageSummary } from '../api/image.ts';
import { formatUnixNs, type UnixClock } from '../host/clock.ts';
import { pathKind } from '../host/files.ts';
import { Document } from '../store/document.ts';
import { type Image, imageDocument } from './image.ts';
import { hostPlatform, platformText } from './platform.ts';
import { makeStarterImage, starterImageName } from './starter-image.ts';

export interface StarterImage {
  readonly rootfs: string;
  readonly command: readonly string[];
}

/** The image that is there without a registry, made when somebody first asks: `busybox/{image.json,rootfs}`. */
export class StarterImages {
  readonly #directory: string;
  readonly #clock: UnixClock;
  #making: Promise<void> | undefined;

  constructor(directory: string, clock: UnixClock) {
    this.#directory = join(directory, starterImageName);
    this.#clock = clock;
  }

  /** None on a host that cannot make it. */
  async list(): Promise<ImageSummary[]> {
    const image = await this.#read().catch(() => undefined);
    if (image === undefined) return [];
    const { name, id, createdAt, sizeBytes, command } = image;
    return [{ name, id, createdAt: BigInt(createdAt), sizeBytes, command }];
  }

  async find(name: string): Promise<StarterImage | undefined> {
    const image = name === starterImageName ? await this.#read() : undefined;
    return image && { rootfs: join(this.#directory, 'rootfs'), command: image.command };
  }

  /** All but its defaults, which are `command` alone. */
  async inspect(name: string): Promise<Omit<ImageInspection, 'config'> | undefined> {
    const image = name === starterImageName ? await this.#read() : undefined;
    if (image === undefined) return undefined;
    const createdAt = formatUnixNs(BigInt(image.createdAt));
    return {
      ...{ name, reference: '', id: image.id, digest: '', platform: platformText(hostPlatform()), layers: [] },
      ...{ createdAt, pulledAt: createdAt, sizeBytes: image.sizeBytes },
    };
  }

  async #read(): Promise<Image | undefined> {
    await this.#ensure();
    return (await Document.open(join(this.#directory, 'image.json'), imageDocument))?.data;
  }

  /** Callers that come while it is being made wait for the same one. */
  #ensure(): Promise<void> {
    this.#making ??= this.#make().catch((error: unknown) => {
      this.#making = undefined;
      throw error;
    });
    return this.#making;
  }

  async #make(): Promise<void> {
    if ((await pathKind(this.#directory)) === 'missing') await makeStarterImage(this.#directory, this.#clock.nowNs());
  }
}
