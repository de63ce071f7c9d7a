export interface LogOptions {
  /** Only the last lines; absent = all. */
  readonly tail?: number;
  /** Only lines written at or after this Unix time in ns. */
  readonly since?: bigint;
  /** Only what lies from this offset of the log on, which begins a record: see `LogPart`. */
  readonly from?: number;
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

/** Which part of a log to read, by offsets that earlier parts told. Without `from` and `to` it is the end of the log. */
export interface LogPartOptions {
  /** Begin here; the beginning of a record. */
  readonly from?: number;
  /** End here, the beginning of a record; ignored beside `from`. */
  readonly to?: number;
  /** About how much; more when a single line is longer. At most 16 MiB. */
  readonly maxBytes: number;
  /** Nothing written before this Unix time in ns. */
  readonly since?: bigint;
}

/** Whole records of a log, and where they are in it. Offsets are in bytes. */
export interface LogPart {
  readonly records: LogChunk;
  readonly start: number;
  readonly end: number;
  /** Before this lies nothing, or nothing that `since` lets through. */
  readonly firstByte: number;
  /** Where the log ended when it was read. */
  readonly logEnd: number;
  /** What offsets count from: those of a part with another origin mean other places, because the oldest lines are gone. */
  readonly origin: string;
}
