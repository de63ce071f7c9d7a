import { ConmanError } from '../../errors/index.ts';
import { type Platform, platformText, selectPlatform } from '../platform.ts';
import { canonicalName, type ImageReference } from '../reference.ts';
import { type ImageConfig, type ImageIndex, type ImageManifest, parseImageConfig, parseManifest } from './manifest.ts';
import type { RegistryClient } from './registry-client.ts';

/** An image as a registry describes it, all of it verified. */
export interface RemoteImage {
  /** Of what the name stands for: an index or a manifest. */
  readonly digest: string;
  readonly manifestDigest: string;
  readonly manifest: ImageManifest;
  readonly configDigest: string;
  readonly config: ImageConfig;
}

/** Finds the image for a platform. Throws `not-found`, with the platforms there are, when there is none for it. */
export async function fetchImage(
  client: RegistryClient,
  reference: ImageReference,
  platform: Platform,
  abort: AbortSignal,
): Promise<RemoteImage> {
  // The digest counts when there is a tag besides.
  const top = await client.fetchManifest(reference.digest ?? reference.tag ?? 'latest', abort);
  const document = parseManifest(top.body, top.mediaType);
  if (document.kind === 'manifest') return await withConfig(client, top.digest, top.digest, document.manifest, abort);
  const { digest } = selectManifest(document.index, reference, platform);
  const { body, mediaType } = await client.fetchManifest(digest, abort);
  const inner = parseManifest(body, mediaType);
  if (inner.kind === 'manifest') return await withConfig(client, top.digest, digest, inner.manifest, abort);
  throw new ConmanError('failed-precondition', `${canonicalName(reference)} is an index of indexes`);
}

function selectManifest({ manifests }: ImageIndex, reference: ImageReference, platform: Platform) {
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

async function withConfig(
  client: RegistryClient,
  digest: string,
  manifestDigest: string,
  manifest: ImageManifest,
  abort: AbortSignal,
): Promise<RemoteImage> {
  const configDigest = manifest.config.digest;
  const config = parseImageConfig(await client.fetchDocument(configDigest, abort), manifest);
  return { digest, manifestDigest, manifest, configDigest, config };
}
