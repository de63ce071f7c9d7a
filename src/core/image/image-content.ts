import { ConmanError } from '../errors/index.ts';
import type { BlobStore } from './content/blob-store.ts';
import { chainIds } from './content/layer-store.ts';
import type { ImageRecord } from './image-records.ts';
import { type ImageConfig, type ImageManifest, parseImageConfig, parseManifest } from './registry/manifest.ts';

/** What an image consists of, all of it verified. */
export interface ImageContent {
  /** Of what the name stands for: an index or a manifest. */
  readonly digest: string;
  readonly manifestDigest: string;
  readonly manifest: ImageManifest;
  readonly configDigest: string;
  readonly config: ImageConfig;
  /** The documents that say so, by their digests. */
  readonly documents: ReadonlyMap<string, Buffer>;
}

export interface LayerJob {
  readonly chainId: string;
  readonly diffId: string;
  readonly digest: string;
  readonly blobBytes: number;
  /** Chain ids of the layers below, lowest first. */
  readonly below: readonly string[];
}

/** The layers of an image, lowest first. */
export function layerJobs({ config, manifest }: Pick<ImageContent, 'config' | 'manifest'>): LayerJob[] {
  const { diff_ids: diffIds } = config.rootfs;
  const chain = chainIds(diffIds);
  return manifest.layers.map(({ digest, size }, index) => ({
    digest,
    blobBytes: size,
    diffId: diffIds[index] ?? '',
    chainId: chain[index] ?? '',
    below: chain.slice(0, index),
  }));
}

/** Everything that must be there for an image to be whole. */
export function contentIds(content: ImageContent): string[] {
  return [
    ...layerJobs(content).flatMap(({ chainId, digest }) => [chainId, digest]),
    ...[content.digest, content.manifestDigest, content.configDigest].filter((digest) => digest !== ''),
  ];
}

/** The content of an image in the store. Fails with `data-loss` when its documents are missing or damaged. */
export async function readImageContent(blobs: BlobStore, record: ImageRecord): Promise<ImageContent> {
  const { digest, manifestDigest, id, name } = record;
  try {
    const manifestBody = await blobs.readDocument(manifestDigest);
    const configBody = await blobs.readDocument(id);
    const documents = new Map([
      [manifestDigest, manifestBody],
      [id, configBody],
    ]);
    return contentOf(digest, manifestDigest, documents);
  } catch (error) {
    const { code, message } = ConmanError.from(error);
    if (code !== 'data-loss' && code !== 'not-found') throw error;
    throw new ConmanError('data-loss', `the image ${name} is not whole: ${message}`, {
      hint: `Fetch it again: conmanctl image pull ${name}`,
      cause: error,
    });
  }
}

/** What documents say an image is. `digest` is that of the index it comes from, or nothing. */
export function contentOf(
  digest: string,
  manifestDigest: string,
  documents: ReadonlyMap<string, Buffer>,
): ImageContent {
  const document = parseManifest(documents.get(manifestDigest) ?? Buffer.alloc(0), '');
  if (document.kind !== 'manifest') throw new ConmanError('data-loss', 'a manifest of an image is an index');
  const { manifest } = document;
  const configDigest = manifest.config.digest;
  const config = parseImageConfig(documents.get(configDigest) ?? Buffer.alloc(0), manifest);
  return { digest, manifestDigest, manifest, configDigest, config, documents };
}
