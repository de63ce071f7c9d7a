import { parseRfc3339 } from '../host/clock.ts';
import { healthCheckOf } from './healthcheck.ts';
import { type ImageContent, layerJobs } from './image-content.ts';
import type { ImageRecord } from './image-records.ts';
import { platformText } from './platform.ts';
import { canonicalName, familiarName, type ImageReference } from './reference.ts';

/** What is written down of an image. `sizes` are the bytes of its layers unpacked, lowest first, `nowNs` Unix time. */
export function newImageRecord(
  reference: ImageReference,
  image: ImageContent,
  sizes: readonly number[],
  nowNs: bigint,
): ImageRecord {
  const { config } = image.config;
  return {
    version: 1,
    reference: canonicalName(reference),
    name: familiarName(reference),
    digest: image.digest,
    manifestDigest: image.manifestDigest,
    id: image.configDigest,
    platform: platformText(image.config),
    createdAt: (positive(parseRfc3339(image.config.created ?? '')) ?? nowNs).toString(),
    pulledAt: nowNs.toString(),
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
    layers: layerJobs(image).map(({ chainId, digest }, index) => ({ chainId, digest, sizeBytes: sizes[index] ?? 0 })),
    config: {
      entrypoint: config?.Entrypoint ?? [],
      command: config?.Cmd ?? [],
      env: config?.Env ?? [],
      user: config?.User ?? '',
      workdir: config?.WorkingDir ?? '',
      labels: config?.Labels ?? {},
      stopSignal: config?.StopSignal ?? '',
      volumes: Object.keys(config?.Volumes ?? {}),
      exposedPorts: Object.keys(config?.ExposedPorts ?? {}),
      ...healthOf(config?.Healthcheck),
    },
  };
}

function healthOf(check: Parameters<typeof healthCheckOf>[0]) {
  const health = healthCheckOf(check);
  return health && { health: { ...health, command: [...health.command] } };
}

/** Reproducible builds say that they were made in 1970, or in the year 1. */
function positive(unixNs: bigint | undefined): bigint | undefined {
  return unixNs !== undefined && unixNs >= 0n ? unixNs : undefined;
}
