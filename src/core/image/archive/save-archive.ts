import { type TarMember, tarEnd, tarHeader, tarPadding } from '../../files/tar-writer.ts';
import type { BlobStore } from '../content/blob-store.ts';
import { expectDigest } from '../digest.ts';
import { type ImageContent, readImageContent } from '../image-content.ts';
import type { ImageRecord } from '../image-records.ts';
import { parseReference } from '../reference.ts';
import { indexType, manifestType } from '../registry/media-types.ts';

interface SavedImage {
  readonly record: ImageRecord;
  readonly content: ImageContent;
}

/**
 * Images as one archive that is an OCI image layout, with a `manifest.json` besides for docker and what reads its
 * archives. Content that several of them share is in it once.
 */
export async function* saveArchive(
  blobs: BlobStore,
  records: readonly ImageRecord[],
  abort: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const images = await Promise.all(
    records.map(async (record) => ({ record, content: await readImageContent(blobs, record) })),
  );
  yield* file('oci-layout', JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  yield tarHeader(entry('blobs', 0, 'directory'));
  const written = new Set<string>();
  for (const { content } of images) {
    const { manifest, manifestDigest, configDigest } = content;
    for (const digest of [...manifest.layers.map((layer) => layer.digest), configDigest, manifestDigest]) {
      abort?.throwIfAborted();
      if (written.has(digest)) continue;
      written.add(digest);
      yield* blob(blobs, digest);
    }
  }
  yield* file('index.json', JSON.stringify(indexOf(images)));
  yield* file('manifest.json', JSON.stringify(images.map(dockerManifest)));
  yield tarEnd;
}

function indexOf(images: readonly SavedImage[]) {
  const manifests = images.map(({ record, content }) => {
    const { manifestDigest, documents, config } = content;
    const { os, architecture, variant } = config;
    return {
      mediaType: content.manifest.mediaType ?? manifestType,
      digest: manifestDigest,
      size: documents.get(manifestDigest)?.length ?? 0,
      platform: { os, architecture, ...(variant !== undefined && { variant }) },
      annotations: {
        'io.containerd.image.name': record.reference,
        'org.opencontainers.image.ref.name': parseReference(record.reference).tag ?? 'latest',
      },
    };
  });
  return { schemaVersion: 2, mediaType: indexType, manifests };
}

function dockerManifest({ record, content }: SavedImage) {
  const { digest, tag } = parseReference(record.reference);
  return {
    Config: blobPath(content.configDigest),
    RepoTags: digest === undefined && tag !== undefined ? [record.name] : [],
    Layers: content.manifest.layers.map((layer) => blobPath(layer.digest)),
  };
}

async function* blob(blobs: BlobStore, digest: string): AsyncGenerator<Uint8Array> {
  const sizeBytes = (await blobs.sizeOf(digest)) ?? 0;
  yield tarHeader(entry(blobPath(digest), sizeBytes));
  for await (const chunk of blobs.stream(digest)) yield chunk as Buffer;
  yield tarPadding(sizeBytes);
}

function* file(path: string, text: string): Generator<Uint8Array> {
  const content = Buffer.from(text);
  yield tarHeader(entry(path, content.length));
  yield content;
  yield tarPadding(content.length);
}

function entry(path: string, sizeBytes: number, type: TarMember['type'] = 'file'): TarMember {
  const mode = type === 'directory' ? 0o755 : 0o644;
  return { type, path, mode, sizeBytes, uid: 0, gid: 0, mtime: 0 };
}

function blobPath(digest: string): string {
  const { algorithm, hex } = expectDigest(digest);
  return `blobs/${algorithm}/${hex}`;
}
