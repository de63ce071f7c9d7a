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
