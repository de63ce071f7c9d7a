import type { ImagePusher } from '../../fixtures/image-pusher.ts';
import { type Compression, type LayerName, layerFile, layerNames } from './sample-layers.ts';

export interface SampleImage {
  readonly layers: readonly LayerName[];
  readonly compression: Compression;
  /** Media types of docker instead of OCI's. */
  readonly docker?: boolean;
  /** The name stands for an index with images for several architectures. */
  readonly multiArch?: boolean;
}

export const sampleImages = {
  whole: { layers: layerNames, compression: 'gzip' },
  many: { layers: ['many'], compression: 'gzip', multiArch: true },
  big: { layers: ['big'], compression: 'gzip', docker: true },
  'whole-zstd': { layers: layerNames, compression: 'zstd', multiArch: true },
} as const satisfies Readonly<Record<string, SampleImage>>;

export type SampleName = keyof typeof sampleImages;
export const sampleNames = Object.keys(sampleImages) as SampleName[];

const repository = 'bench';

/** What clients call it. */
export function sampleReference({ host }: ImagePusher, name: SampleName): string {
  return `${host}/${repository}:${name}`;
}

export async function pushSamples(pusher: ImagePusher): Promise<void> {
  for (const name of sampleNames) await pushSample(pusher, name);
}

async function pushSample(pusher: ImagePusher, name: SampleName): Promise<void> {
  const { layers: names, compression, docker = false, multiArch = false }: SampleImage = sampleImages[name];
  const layers = await Promise.all(names.map((layer) => layerFile(layer, compression)));
  const image = { layers, docker, config: { Cmd: ['/bin/sh'] } };
  if (!multiArch) {
    await pusher.push(repository, image, name);
    return;
  }
  const manifests = [];
  for (const architecture of ['arm64', 'amd64']) {
    const pushed = await pusher.push(repository, { ...image, architecture });
    manifests.push({ ...pushed, platform: { os: 'linux', architecture } });
  }
  await pusher.pushIndex(repository, manifests, name, docker ? 'docker' : 'oci');
}
