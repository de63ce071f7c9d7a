import type { HealthCheck } from './health.ts';

export interface ImageSummary {
  /** What `CreateContainerOptions.image` takes, such as `busybox`. */
  readonly name: string;
  readonly id: string;
  /** Unix time in ns. */
  readonly createdAt: bigint;
  readonly sizeBytes: number;
  /** The command a container of this image runs when none is given. */
  readonly command: readonly string[];
}

/** Everything known about an image. Plain JSON values only, so that it can be shown and piped as it is. */
export interface ImageInspection {
  readonly name: string;
  /** The whole name, such as `docker.io/library/alpine:3`. */
  readonly reference: string;
  readonly id: string;
  /** Digest at the registry, by which the same image is found again; empty when it came from none. */
  readonly digest: string;
  /** Such as `linux/amd64`. */
  readonly platform: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly pulledAt: string;
  readonly sizeBytes: number;
  /** Lowest first. */
  readonly layers: readonly { readonly digest: string; readonly chainId: string; readonly sizeBytes: number }[];
  readonly config: ImageDefaults;
}

/** What a container of an image takes from it unless told otherwise. */
export interface ImageDefaults {
  /** Goes in front of the command, also of one that is given. */
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: readonly string[];
  /** `USER[:GROUP]`, names or numbers; empty means root. */
  readonly user: string;
  readonly workdir: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: string;
  /** Directories whose content belongs to the container and not to the image. */
  readonly volumes: readonly string[];
  /** `PORT/PROTOCOL`. */
  readonly exposedPorts: readonly string[];
  /** How a container of it is asked whether it is well. */
  readonly health?: HealthCheck | undefined;
}

/** A step of how an image was made, newest first where there are several. */
export interface ImageHistoryEntry {
  /** RFC 3339; empty when nobody wrote it down. */
  readonly createdAt: string;
  /** The instruction that made it. */
  readonly createdBy: string;
  readonly comment: string;
  /** Unpacked bytes of its layer; 0 when it has none. */
  readonly sizeBytes: number;
  /** Digest of its layer; empty when it has none. */
  readonly digest: string;
}

/** Something of the store that nobody needs. */
export interface PrunedItem {
  readonly kind: 'image' | 'layer' | 'content' | 'partial';
  /** A name, a chain id, a digest. */
  readonly id: string;
  readonly sizeBytes: number;
}

export interface PruneOptions {
  /** Only say what would go. */
  readonly dryRun?: boolean;
  /** Also the images that no container is made of. */
  readonly all?: boolean;
}

export interface ImageVerification {
  readonly image: string;
  /** What is missing or not what its digest says; empty when the image is whole. */
  readonly problems: readonly string[];
}

/** Whatever tells the image from the one it is made of. In the words of an image's configuration; absent is unchanged. */
export interface ImageChanges {
  readonly entrypoint?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  /** `KEY=value`, over those of the same name. */
  readonly env?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly workdir?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly stopSignal?: string | undefined;
  readonly volumes?: readonly string[] | undefined;
  /** `PORT/PROTOCOL`. */
  readonly exposedPorts?: readonly string[] | undefined;
  readonly author?: string | undefined;
  /** For the history. */
  readonly comment?: string | undefined;
}

/** A path that is not in a container as it is in its image. */
export interface FileChange {
  readonly kind: 'added' | 'changed' | 'deleted';
  /** Absolute, in the container. */
  readonly path: string;
}
