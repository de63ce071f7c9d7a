import { copyUp } from '../files/copy-up.ts';
import type { FilesRoot } from '../files/files-task.ts';
import type { SpecMount } from '../runtime/spec-mounts.ts';
import type { VolumeLease, VolumeStore } from '../volume/volume-store.ts';
import type { PlannedVolume } from './settings/mounts.ts';

export interface AttachedVolumes {
  readonly mounts: readonly SpecMount[];
  /** For the container's record. */
  readonly volumes: readonly { readonly name: string; readonly target: string }[];
  readonly lease: VolumeLease;
}

/** Makes and fills the volumes of a container that is being created, whose root file system is mounted. */
export async function attachVolumes(
  store: VolumeStore,
  wanted: readonly PlannedVolume[],
  rootfs: FilesRoot,
): Promise<AttachedVolumes> {
  const { names, lease } = await store.obtain(wanted.map(({ name }) => name));
  try {
    const volumes = wanted.map((volume, index) => ({ ...volume, name: names[index] ?? '' }));
    const mounts: SpecMount[] = [];
    for (const { name, target, options, copy } of volumes) {
      const { mountpoint } = store.get(name);
      // One after the other: what another container fills at the same time is not empty any more.
      if (copy) await store.exclusively(() => copyUp(rootfs, target, mountpoint));
      mounts.push({ destination: target, type: 'bind', source: mountpoint, options });
    }
    return { mounts, volumes: volumes.map(({ name, target }) => ({ name, target })), lease };
  } catch (error) {
    await lease.release();
    throw error;
  }
}
