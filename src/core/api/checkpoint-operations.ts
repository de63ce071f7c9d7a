/** What a container's processes were and had in memory, kept with the container. */
export interface Checkpoint {
  readonly name: string;
  /** Unix time in ns. */
  readonly createdAt: bigint;
  readonly sizeBytes: number;
}

export interface CheckpointOptions {
  /** End the container once it is written, as a stop does. */
  readonly stop?: boolean;
  /** Take open TCP connections along, which is refused otherwise. */
  readonly tcpEstablished?: boolean;
}

/**
 * What runs in a container, written down by criu, from which it can go on (StartOptions.checkpoint). All of this fails
 * with `failed-precondition` where criu is missing or does not work with the kernel.
 */
export interface CheckpointOperations {
  /**
   * Has criu write the memory and state of a running container's processes, and lets them go on. `target` is a name,
   * under which it is kept with the container, or a new directory by its absolute path on the daemon's machine.
   * `already-exists` when that is taken.
   */
  checkpointContainer(ref: string, target: string, options?: CheckpointOptions): Promise<void>;
  /** Those that are kept with the container, the oldest first. */
  listCheckpoints(ref: string): Promise<readonly Checkpoint[]>;
  removeCheckpoint(ref: string, name: string): Promise<void>;
}
