import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { BlobStore } from './content/blob-store.ts';
import { digestOf } from './digest.ts';
import { contentOf } from './image-content.ts';
import { type ImageInstaller, type InstalledImage, noFurtherBlobs } from './image-installer.ts';
import type { ImageReference } from './reference.ts';
import type { Descriptor } from './registry/manifest.ts';
import { configType, layerType, manifestType } from './registry/media-types.ts';
import { decompressed } from './unpack/decompress.ts';

/** A layer whose content is in the store. */
export interface BuiltLayer extends Descriptor {
  /** Digest of the archive before compression. */
  readonly diffId: string;
}

/** A configuration as JSON, without what the layers say: that is filled in. */
export type ConfigDraft = Readonly<Record<string, unknown>>;

/** Makes images here: of archives of files and a configuration. Its caller holds a lease of everything. */
export class ImageBuilder {
  readonly #blobs: BlobStore;
  readonly #installer: ImageInstaller;

  constructor(blobs: BlobStore, installer: ImageInstaller) {
    this.#blobs = blobs;
    this.#installer = installer;
  }

  /** Keeps a plain tar archive as the content of a layer, compressed. */
  async addLayer(archive: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<BuiltLayer> {
    const hash = createHash('sha256');
    const hashed = async function* () {
      for await (const chunk of archive) {
        hash.update(chunk);
        // The compressor reads it later, when it may have changed.
        yield Buffer.from(chunk);
      }
    };
    const blobs = this.#blobs;
    const { digest, sizeBytes } = await pipeline(hashed(), createGzip(), (source) => blobs.write(source));
    return { mediaType: layerType, digest, size: sizeBytes, diffId: `sha256:${hash.digest('hex')}` };
  }

  /** As addLayer, of an archive that may be compressed. */
  async addArchive(archive: AsyncIterable<Uint8Array>): Promise<BuiltLayer> {
    return await this.addLayer(decompressed(archive));
  }

  /** Layers lowest first. */
  async build(
    reference: ImageReference,
    draft: ConfigDraft,
    layers: readonly BuiltLayer[],
    abort: AbortSignal,
  ): Promise<InstalledImage> {
    const rootfs = { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) };
    const config = Buffer.from(JSON.stringify({ ...draft, rootfs }));
    const descriptors = layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size }));
    return await this.install(reference, config, descriptors, abort);
  }

  /** An image of a configuration that is complete. */
  async install(
    reference: ImageReference,
    config: Buffer,
    layers: readonly Descriptor[],
    abort: AbortSignal,
  ): Promise<InstalledImage> {
    const configDigest = digestOf(config);
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: manifestType,
        config: { mediaType: configType, digest: configDigest, size: config.length },
        layers,
      }),
    );
    const manifestDigest = digestOf(manifest);
    const documents = new Map([
      [manifestDigest, manifest],
      [configDigest, config],
    ]);
    return await this.#installer.install(
      reference,
      contentOf('', manifestDigest, documents),
      noFurtherBlobs,
      () => undefined,
      abort,
    );
  }
}
