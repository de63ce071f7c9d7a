import type { PushProgress, PushState } from '../../api/image-transfer.ts';
import { ConmanError } from '../../errors/index.ts';
import type { BlobStore } from '../content/blob-store.ts';
import type { ImageContent } from '../image-content.ts';
import type { ImageRecord } from '../image-records.ts';
import { familiarName, type ImageReference, parseReference } from '../reference.ts';
import { uploadBlob } from './blob-upload.ts';
import { manifestType } from './media-types.ts';
import type { RegistryClient } from './registry-client.ts';

export interface ImagePush {
  readonly client: RegistryClient;
  readonly blobs: BlobStore;
  readonly content: ImageContent;
  readonly target: ImageReference;
  /** Repositories of the same registry that content may be taken from. */
  readonly from: readonly string[];
}

/** Layers, then the configuration, then the manifest: a registry takes only what is complete. */
export async function* pushImage(push: ImagePush, abort: AbortSignal): AsyncGenerator<PushProgress> {
  const { client, blobs, content, target, from } = push;
  const { manifest, manifestDigest, documents } = content;
  for (const { digest, size: sizeBytes } of [...manifest.layers, manifest.config]) {
    const pending: PushProgress[] = [];
    const tell = (state: PushState, doneBytes: number): void =>
      void pending.push({ kind: 'layer', digest, state, doneBytes, sizeBytes });
    let isOver = false;
    const upload = uploadBlob({ client, blobs, digest, sizeBytes, from, tell }, abort).finally(() => {
      isOver = true;
    });
    upload.catch(() => undefined);
    while (!isOver) {
      await Promise.race([upload.catch(() => undefined), soon()]);
      const latest = pending.splice(0).at(-1);
      if (latest !== undefined) yield latest;
    }
    await upload;
  }
  const body = documents.get(manifestDigest);
  if (body === undefined) throw new ConmanError('data-loss', `the manifest of ${familiarName(target)} is missing`);
  const headers = { 'content-type': manifest.mediaType ?? manifestType };
  const place = `manifests/${target.tag ?? manifestDigest}`;
  await client.ask(
    { place, method: 'PUT', headers, body, what: `image ${familiarName(target)}`, expected: [201] },
    abort,
  );
  yield { kind: 'done', name: familiarName(target), digest: manifestDigest };
}

/** Other repositories at the registry of `target` where some of these blobs came from or went to. */
export function repositoriesWith(
  records: readonly ImageRecord[],
  digests: ReadonlySet<string>,
  target: ImageReference,
): string[] {
  const references = records
    .filter(({ layers }) => layers.some(({ digest }) => digests.has(digest)))
    .map(({ reference }) => parseReference(reference))
    .filter(({ domain, path }) => domain === target.domain && path !== target.path);
  return [...new Set(references.map(({ path }) => path))].slice(0, maxSources);
}

/** Each is asked for in turn. */
const maxSources = 4;
/** Between two rounds of news. */
const newsMs = 50;

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, newsMs));
}
