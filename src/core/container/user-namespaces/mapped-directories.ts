import { join } from 'node:path';
import { makeDirectory, removeDirectory } from '../../host/directories.ts';
import type { IdMaps } from '../../host/id-maps.ts';
import { mountIdmapped } from '../../host/idmapped-mount.ts';
import { listMounts } from '../../host/mounts.ts';
import type { Syscalls } from '../../host/syscalls.ts';
import { openUserNamespace } from '../../runtime/user-namespace.ts';

export interface MappingParts {
  readonly config: { readonly shimPath: string };
  readonly syscalls: Syscalls;
}

/** Directories by the names under which they are shown with mapped owners. */
export type MappedSources = Readonly<Record<string, string>>;

/** Shows directories below `place` with their owners mapped, until they are unmounted. What is shown already stays. */
export async function showMapped(
  { config }: MappingParts,
  maps: IdMaps,
  place: string,
  sources: MappedSources,
): Promise<void> {
  const mounted = new Set((await listMounts()).map(({ mountpoint }) => mountpoint));
  const missing = Object.entries(sources).filter(([name]) => !mounted.has(join(place, name)));
  if (missing.length === 0) return;
  using namespace = await openUserNamespace(config.shimPath, maps);
  for (const [name, source] of missing) {
    await makeDirectory(join(place, name));
    mountIdmapped(source, join(place, name), namespace);
  }
}

/** Takes away what is shown below `place`. Finds nothing to do when that was done before. */
export async function hideMapped({ syscalls }: Pick<MappingParts, 'syscalls'>, place: string): Promise<void> {
  const shown = (await listMounts()).filter(({ mountpoint }) => mountpoint.startsWith(`${place}/`));
  for (const { mountpoint } of shown.toReversed()) await syscalls.unmount(mountpoint);
}

/** Shows directories with mapped owners for as long as `use` takes, which gets their places in the same order. */
export async function withMapped<T>(
  parts: MappingParts,
  maps: IdMaps,
  place: string,
  directories: readonly string[],
  use: (mapped: readonly string[]) => Promise<T> | T,
): Promise<T> {
  const names = directories.map((_, index) => String(index));
  const mapped = names.map((name) => join(place, name));
  try {
    await showMapped(
      parts,
      maps,
      place,
      Object.fromEntries(names.map((name, index) => [name, directories[index] ?? ''])),
    );
    return await use(mapped);
  } finally {
    await hideMapped(parts, place);
    for (const path of [...mapped, place]) await removeDirectory(path);
  }
}
