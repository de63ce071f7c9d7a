import { listMounts } from '../host/mounts.ts';
import type { Syscalls } from '../host/syscalls.ts';
import type { ImageStore } from '../image/image-store.ts';
import { mountOverlay } from '../image/rootfs.ts';
import type { ContainerPaths } from './paths.ts';
import type { ContainerRecord } from './record.ts';

/** Mounts a container's root file system where it is not; it stays until the container is removed or the machine restarted. */
export async function mountRootfs(
  { images, syscalls }: { readonly images: ImageStore; readonly syscalls: Syscalls },
  { rootfs: mountpoint, upper, work }: ContainerPaths,
  { layers, rootfsSource: source }: ContainerRecord,
): Promise<void> {
  const mounts = await listMounts();
  if (mounts.some((mount) => mount.mountpoint === mountpoint)) return;
  const lower = layers === undefined ? [source] : await images.layerDirectories(source, layers);
  mountOverlay(syscalls, { lower, source, upper, work, mountpoint });
}
