import type { ImageOperations } from '../../api/image-operations.ts';
import type { VolumeOperations } from '../../api/volume-operations.ts';
import type { DiskUsage, ReclaimedItem } from '../../api/volumes.ts';
import type { ContainerRoom, Containers } from '../../container/containers.ts';
import { ConmanError } from '../../errors/index.ts';
import { treeSize } from '../../files/copy-up.ts';
import { BlockFile } from '../../host/block-file.ts';
import { pathKind } from '../../host/files.ts';
import { Gate } from '../../host/gate.ts';

/** Trees that are measured at a time: reading all of a disk must leave some of it to others. */
const maxMeasured = 2;

export function volumePart(
  containers: Containers,
  imageOperations: Pick<ImageOperations, 'listImages' | 'inspectImage'>,
): VolumeOperations {
  const { volumes } = containers;
  return {
    listVolumes: async () => volumes.list(),
    inspectVolume: async (name) => volumes.get(name),
    createVolume: (options) => volumes.create(options),
    removeVolume: (name) => volumes.remove(name),
    async pruneVolumes({ all = false, dryRun = false } = {}) {
      const idle = volumes.list().filter(({ usedBy, anonymous }) => usedBy.length === 0 && (all || anonymous));
      return await reclaim(idle, dryRun, {
        async item({ name, mountpoint }) {
          return { id: name, name, sizeBytes: await treeSize(mountpoint) };
        },
        remove: ({ name }) => volumes.remove(name),
      });
    },
    async pruneContainers({ dryRun = false } = {}) {
      const ended = containers.roomTaken().filter(({ reclaimable }) => reclaimable);
      return await reclaim(ended, dryRun, {
        async item(room) {
          const { sizeBytes, logBytes } = await measure(room);
          return { id: room.id, name: room.name, sizeBytes: sizeBytes + logBytes };
        },
        remove: ({ id }) => containers.remove(id),
      });
    },
    diskUsage: (abort) => diskUsage(containers, imageOperations, abort),
  };
}

/** What is used again, or gone, since it was looked at is left out. */
async function reclaim<One>(
  all: readonly One[],
  dryRun: boolean,
  { item, remove }: { item: (one: One) => Promise<ReclaimedItem>; remove: (one: One) => Promise<void> },
): Promise<ReclaimedItem[]> {
  const done: ReclaimedItem[] = [];
  for (const one of all) {
    try {
      const reclaimed = await item(one);
      if (!dryRun) await remove(one);
      done.push(reclaimed);
    } catch (error) {
      const { code } = ConmanError.from(error);
      if (code !== 'failed-precondition' && code !== 'not-found') throw error;
    }
  }
  return done;
}

async function diskUsage(
  containers: Containers,
  imageOperations: Pick<ImageOperations, 'listImages' | 'inspectImage'>,
  abort: AbortSignal | undefined,
): Promise<DiskUsage> {
  const gate = new Gate(maxMeasured);
  const rooms = containers.roomTaken().map((room) => gate.run(() => measure(room, abort)));
  const volumes = containers.volumes.list().map(async ({ name, mountpoint, usedBy }) => {
    const sizeBytes = await gate.run(() => treeSize(mountpoint, abort));
    return { name, sizeBytes, reclaimable: usedBy.length === 0 };
  });
  const used = await imagesInUse(containers, imageOperations);
  const images = (await imageOperations.listImages()).map(({ id, name, sizeBytes }) => {
    return { name, sizeBytes, reclaimable: !used.has(id) };
  });
  return { containers: await Promise.all(rooms), volumes: await Promise.all(volumes), images };
}

/** Ids. A container knows its image by the name that was typed, which may be one of several, or a directory. */
async function imagesInUse(
  containers: Containers,
  { inspectImage }: Pick<ImageOperations, 'inspectImage'>,
): Promise<ReadonlySet<string>> {
  const names = new Set(containers.list().map(({ image }) => image));
  const images = await Promise.allSettled([...names].map((name) => inspectImage(name)));
  return new Set(images.flatMap((image) => (image.status === 'fulfilled' ? [image.value.id] : [])));
}

async function measure({ id, name, upper, checkpoints, log, reclaimable }: ContainerRoom, abort?: AbortSignal) {
  const file = await BlockFile.open(log);
  const logBytes = (await file?.facts())?.sizeBytes ?? 0;
  await file?.close();
  const kept = (await pathKind(checkpoints)) === 'directory' ? await treeSize(checkpoints, abort) : 0;
  return { id, name, sizeBytes: kept + (await treeSize(upper, abort)), logBytes, reclaimable };
}
