import type {
  CreateVolumeOptions,
  DiskUsage,
  PruneContainersOptions,
  PruneVolumesOptions,
  ReclaimedItem,
  Volume,
} from './volumes.ts';

/** Volumes, and what takes room on disk. */
export interface VolumeOperations {
  /** Sorted by name. */
  listVolumes(): Promise<readonly Volume[]>;
  inspectVolume(name: string): Promise<Volume>;
  /** One that is there already is given as it is, unless labels are asked for: `already-exists`. */
  createVolume(options: CreateVolumeOptions): Promise<Volume>;
  /** Fails with `failed-precondition` while a container has it. */
  removeVolume(name: string): Promise<void>;
  /** Removes the anonymous volumes that no container has, or all of them. */
  pruneVolumes(options?: PruneVolumesOptions): Promise<readonly ReclaimedItem[]>;
  /** Removes containers that have ended, and are not about to be started again. */
  pruneContainers(options?: PruneContainersOptions): Promise<readonly ReclaimedItem[]>;
  /** Reads all of it, which takes its time. */
  diskUsage(abort?: AbortSignal): Promise<DiskUsage>;
}
