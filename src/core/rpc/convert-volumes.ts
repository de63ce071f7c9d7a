import type { DiskUsage, ReclaimedItem, Volume } from '../api/volumes.ts';
import type * as wire from './generated/conman.ts';

export function volumeToWire(volume: Volume): wire.Volume {
  return { ...volume, labels: { ...volume.labels } };
}

export function volumeFromWire(volume: wire.Volume): Volume {
  return volume;
}

export function reclaimedToWire({ id, name, sizeBytes }: ReclaimedItem): wire.ReclaimedItem {
  return { id, name, sizeBytes: BigInt(sizeBytes) };
}

export function reclaimedFromWire({ id, name, sizeBytes }: wire.ReclaimedItem): ReclaimedItem {
  return { id, name, sizeBytes: Number(sizeBytes) };
}

export function usageToWire({ containers, volumes, images }: DiskUsage): wire.DiskUsageResponse {
  const noLog = { id: '', logBytes: 0 };
  return {
    containers: containers.map(roomToWire),
    volumes: volumes.map((volume) => roomToWire({ ...noLog, ...volume })),
    images: images.map((image) => roomToWire({ ...noLog, ...image })),
  };
}

export function usageFromWire({ containers, volumes, images }: wire.DiskUsageResponse): DiskUsage {
  return {
    containers: containers.map(roomFromWire),
    volumes: volumes.map(roomFromWire).map(({ name, sizeBytes, reclaimable }) => ({ name, sizeBytes, reclaimable })),
    images: images.map(roomFromWire).map(({ name, sizeBytes, reclaimable }) => ({ name, sizeBytes, reclaimable })),
  };
}

type Room = DiskUsage['containers'][number];

function roomToWire({ sizeBytes, logBytes, ...room }: Room): wire.RoomTaken {
  return { ...room, sizeBytes: BigInt(sizeBytes), logBytes: BigInt(logBytes) };
}

function roomFromWire({ sizeBytes, logBytes, ...room }: wire.RoomTaken): Room {
  return { ...room, sizeBytes: Number(sizeBytes), logBytes: Number(logBytes) };
}
