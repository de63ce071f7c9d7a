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
  /** The whole name, such as `docker.io/library/alpine:3`; empty for the starter image. */
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
}

export interface PullOptions {
  /** Such as `linux/arm64`; the host's when absent. */
  readonly platform?: string;
}

export type LayerState = 'waiting' | 'downloading' | 'downloaded' | 'unpacking' | 'done';

/** News of a pull. A client that comes late or is slow hears how things stand, not how they came to it. */
export type PullProgress =
  /** First, once: what there is to do. Lowest layer first. */
  | {
      readonly kind: 'resolved';
      readonly name: string;
      readonly digest: string;
      readonly platform: string;
      readonly layers: readonly { readonly digest: string; readonly sizeBytes: number }[];
    }
  | {
      readonly kind: 'layer';
      readonly digest: string;
      readonly state: LayerState;
      /** Downloaded bytes, or unpacked ones while it is unpacked. */
      readonly doneBytes: number;
    }
  /** Last, once. `changed` is false when the image was there already. */
  | { readonly kind: 'done'; readonly image: ImageSummary; readonly changed: boolean };
