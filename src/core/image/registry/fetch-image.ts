import { ConmanError } from '../../errors/index.ts';
import type { ImageContent } from '../image-content.ts';
import { type Platform, platformText, selectPlatform } from '../platform.ts';
import { canonicalName, type ImageReference } from '../reference.ts';
import { type ImageIndex, type ImageManifest, parseImageConfig, parseManifest } from './manifest.ts';
import type { RegistryClient } from './registry-client.ts';

/** Finds the image for a platform. Throws `not-found`, with the platforms there are, when there is none for it. */
export async function fetchImage(
  client: RegistryClient,
  reference: ImageReference,
  platform: Platform,
  abort: AbortSignal,
): Promise<ImageContent> {
  // The digest counts when there is a tag besides.
  const top = await client.fetchManifest(reference.digest ?? reference.tag ?? 'latest', abort);
  const document = parseManifest(top.body, top.mediaType);
  const documents = new Map([[top.digest, top.body]]);
  if (document.kind === 'manifest') return await withConfig(client, documents, top.digest, document.manifest, abort);
  const { digest } = selectManifest(document.index, reference, platform);
  const { body, mediaType } = await client.fetchManifest(digest, abort);
  const inner = parseManifest(body, mediaType);
  documents.set(digest, body);
  if (inner.kind === 'manifest') return await withConfig(client, documents, digest, inner.manifest, abort);
  throw new ConmanError('failed-precondition', `${canonicalName(reference)} is an index of indexes`);
}

/** Throws `not-found`, with the platforms there are, when there is none for this one. */
export function selectManifest({ manifests }: ImageIndex, reference: ImageReference, platform: Platform) {
  // Attestations of builders are no images.
  const images = manifests.filter(({ platform: its }) => its?.os !== 'unknown' && its?.architecture !== 'unknown');
  const chosen = selectPlatform(images, platform);
  if (chosen !== undefined) return chosen;
  const offered = images.map(({ platform: its }) => (its === undefined ? 'one without a platform' : platformText(its)));
  const list = [...new Set(offered)].join(', ') || 'nothing';
  throw new ConmanError('not-found', `${canonicalName(reference)} is not made for ${platformText(platform)}`, {
    hint: `There is: ${list}. Choose one with --platform.`,
  });
}

/** The first of the documents is what the name stands for. */
async function withConfig(
  client: RegistryClient,
  documents: Map<string, Buffer>,
  manifestDigest: string,
  manifest: ImageManifest,
  abort: AbortSignal,
): Promise<ImageContent> {
  const [digest = manifestDigest] = documents.keys();
  const configDigest = manifest.config.digest;
  const body = await client.fetchDocument(configDigest, abort);
  documents.set(configDigest, body);
  return { digest, manifestDigest, manifest, configDigest, config: parseImageConfig(body, manifest), documents };
}
