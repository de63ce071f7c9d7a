import { join } from 'node:path';
import { makeDirectory, removeTree } from '../host/directories.ts';
import { fileChangeTimeMs, writeText } from '../host/files.ts';
import type { IdMaps } from '../host/id-maps.ts';
import { listMounts } from '../host/mounts.ts';
import type { Syscalls } from '../host/syscalls.ts';
import { copyLayers } from '../image/copy/copy-layers.ts';
import type { ImageStore } from '../image/image-store.ts';
import { mountOverlay } from '../image/rootfs.ts';
import type { RootfsDriver } from './config.ts';
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

export type RootfsParts = MappingParts & { readonly config: { readonly rootfsDriver?: RootfsDriver } };

/** Lays a container over its ground. Its changes belong on disk to whom they belong on the host. */
export async function layRootfs(parts: RootfsParts, paths: ContainerPaths, ground: Ground): Promise<void> {
  const { lower, source, maps } = ground;
  const lay = async (directories: readonly string[]): Promise<void> => await layOver(parts, paths, directories, source);
  // The overlay keeps what it was mounted over, wherever that is shown later.
  if (maps === undefined) await lay(lower);
  else await withMapped(parts, maps, join(paths.mapped, 'lower'), lower, lay);
}

/** Mounts a container's root file system where it is not; it stays until the container is removed or the machine restarted. */
export async function mountRootfs(
  parts: RootfsParts & { readonly images: ImageStore },
  paths: ContainerPaths,
  { layers, rootfsSource: source, userNamespace }: ContainerRecord,
): Promise<void> {
  const mounts = await listMounts();
  if (mounts.some((mount) => mount.mountpoint === paths.rootfs)) return;
  if ((await copiedAtMs(paths)) !== undefined) {
    parts.syscalls.bindMount(paths.upper, paths.rootfs);
    return;
  }
  const lower = layers === undefined ? [source] : await parts.images.layerDirectories(source, layers);
  await layRootfs(parts, paths, { lower, source, maps: userNamespace });
}

/** When the copy was complete that a container's files are; undefined when they are an overlay. */
export async function copiedAtMs({ copied }: ContainerPaths): Promise<number | undefined> {
  return await fileChangeTimeMs(copied);
}

async function layOver(
  { syscalls, config: { rootfsDriver = 'auto' } }: RootfsParts,
  paths: ContainerPaths,
  lower: readonly string[],
  source: string,
): Promise<void> {
  const { rootfs: mountpoint, upper, work } = paths;
  if (rootfsDriver !== 'copy') {
    try {
      mountOverlay(syscalls, { lower, source, upper, work, mountpoint });
      return;
    } catch (error) {
      if (rootfsDriver === 'overlay' || (await canOverlay(syscalls, paths))) throw error;
    }
  }
  await copyLayers({ layers: lower, target: upper });
  await writeText(paths.copied, '');
  syscalls.bindMount(upper, mountpoint);
}

/** Whether the kernel and the file system of the containers' directories have overlays at all. */
async function canOverlay(syscalls: Syscalls, { directory }: ContainerPaths): Promise<boolean> {
  const place = join(directory, 'probe');
  const [lower, upper, work, mountpoint] = ['lower', 'upper', 'work', 'merged'].map((name) => join(place, name)) as [
    string,
    string,
    string,
    string,
  ];
  try {
    for (const path of [lower, upper, work, mountpoint]) await makeDirectory(path);
    mountOverlay(syscalls, { lower: [lower], source: place, upper, work, mountpoint });
    await syscalls.unmount(mountpoint);
    return true;
  } catch {
    return false;
  } finally {
    await removeTree(place);
  }
}
