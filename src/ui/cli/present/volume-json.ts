import type { DiskUsage, Volume } from '../../../core/api/index.ts';

/** 64-bit integers as strings, as in all of our JSON. */
export function volumesJson(volumes: readonly Volume[]) {
  return { volumes: volumes.map(volumeJson) };
}

export function volumeJson({ name, createdAt, anonymous, labels, mountpoint, usedBy }: Volume) {
  return { name, createdAt: String(createdAt), anonymous, labels, mountpoint, usedBy };
}

export function usageJson({ containers, volumes, images }: DiskUsage) {
  return {
    containers: containers.map((one) => ({ ...one, sizeBytes: String(one.sizeBytes), logBytes: String(one.logBytes) })),
    volumes: volumes.map((one) => ({ ...one, sizeBytes: String(one.sizeBytes) })),
    images: images.map((one) => ({ ...one, sizeBytes: String(one.sizeBytes) })),
  };
}
