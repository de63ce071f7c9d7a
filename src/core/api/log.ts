export interface LogOptions {
  /** Only the last lines; absent = all. */
  readonly tail?: number;
  /** Only lines written at or after this Unix time in ns. */
  readonly since?: bigint;
  /** Only lines written up to this Unix time in ns; what is not written yet is not waited for. */
  readonly until?: bigint;
  /** Go on with what is written from now on, until the container is removed or the caller aborts. */
  readonly follow: boolean;
  /** Following also ends when the container's present run has ended and everything it wrote was read. */
  readonly untilExit?: boolean;
}

/**
 * A run of whole records in the CRI log format, each `RFC3339Nano stdout|stderr P|F text\n`, as they are on disk.
 * Raw, because a reader that shows 50 lines of a million has no use for a million objects.
 */
export type LogChunk = Uint8Array;
