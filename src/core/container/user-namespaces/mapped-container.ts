import { join } from 'node:path';
import type { IdMaps } from '../../host/id-maps.ts';
import { isPinnedNamespace } from '../../host/network-namespace.ts';
import { setPermissions } from '../../host/permissions.ts';
import { pinUserNamespace } from '../../host/user-namespace.ts';
import { openUserNamespace } from '../../runtime/user-namespace.ts';
import type { VolumeStore } from '../../volume/volume-store.ts';
import { streamFifo } from '../lifeline.ts';
import type { ContainerPaths } from '../paths.ts';
import { type MappedSources, type MappingParts, showMapped } from './mapped-directories.ts';

/** Where the container's files of /etc are shown as its root's. */
export function mappedEtc({ mapped }: ContainerPaths): string {
  return join(mapped, 'etc');
}

/** Where a volume is shown with the container's owners; `index` is its place among the container's volumes. */
export function mappedVolume({ mapped }: ContainerPaths, index: number): string {
  return join(mapped, `volume-${index}`);
}

/** Pins the container's user namespace where it is not: the runtime and its network are to be in the same one. */
export async function pinContainerNamespace(
  { config, syscalls }: MappingParts,
  maps: IdMaps,
  { userNamespace }: ContainerPaths,
): Promise<void> {
  if (await isPinnedNamespace(userNamespace)) return;
  using namespace = await openUserNamespace(config.shimPath, maps);
  await pinUserNamespace(namespace, userNamespace, syscalls);
}

/** Shows what belongs to the container, and lies outside of its root file system, with its owners. */
export async function showContainerFiles(
  parts: MappingParts,
  maps: IdMaps,
  paths: ContainerPaths,
  volumes: readonly string[],
): Promise<void> {
  const shown = volumes.map((source, index) => [`volume-${index}`, source]);
  const sources: MappedSources = { etc: paths.etc, ...Object.fromEntries(shown) };
  await showMapped(parts, maps, paths.mapped, sources);
}

/** Where its volumes are, in the order of its record. */
export function volumeSources(store: VolumeStore, volumes: readonly { readonly name: string }[] = []): string[] {
  return volumes.map(({ name }) => store.get(name).mountpoint);
}

/** Lets whoever runs in the container open its streams once more (/dev/stdout); nobody else comes to them. */
export async function openStreams({ attachSocket }: ContainerPaths): Promise<void> {
  // A terminal has none.
  for (const stream of [0, 1, 2]) await setPermissions(streamFifo(attachSocket, stream), 0o666);
}
