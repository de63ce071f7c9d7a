import { join } from 'node:path';
import type { IdMaps } from '../host/id-maps.ts';
import { listMounts } from '../host/mounts.ts';
import type { ImageStore } from '../image/image-store.ts';
import { mountOverlay } from '../image/rootfs.ts';
import type { ContainerPaths } from './paths.ts';
import type { ContainerRecord } from './record.ts';
import { type MappingParts, withMapped } from './user-namespaces/mapped-directories.ts';

/** What lies below a container's changes, top first, and what it is called. */
export interface Ground {
  readonly lower: readonly string[];
  readonly source: string;
  /** Of the container's ids, where they are not the host's. */
  readonly maps: IdMaps | undefined;
}

/** Lays a container over its ground. Its changes belong on disk to whom they belong on the host. */
export async function layRootfs(
  parts: MappingParts,
  { rootfs: mountpoint, upper, work, mapped }: ContainerPaths,
  { lower, source, maps }: Ground,
): Promise<void> {
  const mount = (directories: readonly string[]): void =>
    mountOverlay(parts.syscalls, { lower: directories, source, upper, work, mountpoint });
  // The overlay keeps what it was mounted over, wherever that is shown later.
  if (maps === undefined) mount(lower);
  else await withMapped(parts, maps, join(mapped, 'lower'), lower, mount);
}

/** Mounts a container's root file system where it is not; it stays until the container is removed or the machine restarted. */
export async function mountRootfs(
  parts: MappingParts & { readonly images: ImageStore },
  paths: ContainerPaths,
  { layers, rootfsSource: source, userNamespace }: ContainerRecord,
): Promise<void> {
  const mounts = await listMounts();
  if (mounts.some((mount) => mount.mountpoint === paths.rootfs)) return;
  const lower = layers === undefined ? [source] : await parts.images.layerDirectories(source, layers);
  await layRootfs(parts, paths, { lower, source, maps: userNamespace });
}
