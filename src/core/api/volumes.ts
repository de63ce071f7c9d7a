/** A directory of the engine's that outlives containers. */
export interface Volume {
  readonly name: string;
  /** Unix time in ns. */
  readonly createdAt: bigint;
  /** Made for one container and named by nobody: goes with it when it is removed with its volumes. */
  readonly anonymous: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** On the host. */
  readonly mountpoint: string;
  /** Ids of the containers that have it, whether they run or not. */
  readonly usedBy: readonly string[];
}

export interface CreateVolumeOptions {
  /** 1 to 128 characters of [a-zA-Z0-9_.-], beginning with a letter or digit; absent: an anonymous one. */
  readonly name?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** Something that was removed, or would be. */
export interface ReclaimedItem {
  readonly id: string;
  readonly name: string;
  /** On disk. */
  readonly sizeBytes: number;
}

export interface PruneVolumesOptions {
  /** Also those that have a name. */
  readonly all?: boolean | undefined;
  /** Only say what would go. */
  readonly dryRun?: boolean | undefined;
}

export interface PruneContainersOptions {
  /** Only say what would go. */
  readonly dryRun?: boolean | undefined;
}

/** What is on disk, in bytes. */
export interface DiskUsage {
  readonly containers: readonly {
    readonly id: string;
    readonly name: string;
    /** Its changes of the root file system, and its checkpoints. */
    readonly sizeBytes: number;
    readonly logBytes: number;
    /** It has ended, and could be removed. */
    readonly reclaimable: boolean;
  }[];
  readonly volumes: readonly {
    readonly name: string;
    readonly sizeBytes: number;
    readonly reclaimable: boolean;
  }[];
  readonly images: readonly {
    readonly name: string;
    /** With what it shares with others. */
    readonly sizeBytes: number;
    readonly reclaimable: boolean;
  }[];
}
