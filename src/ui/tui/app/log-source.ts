/** What moves the part of a log, or of several, that is in memory with the reader. */
export interface LogSource {
  /** Shows the end and follows it. */
  open(): Promise<boolean>;
  /** Shows the beginning. */
  toStart(): Promise<void>;
  /** Shows the end again if it is out of sight, because it was let go. */
  toEnd(): void;
  /** Reads what lies before. False when there is nothing, or it cannot be read. */
  older(): Promise<boolean>;
  /** Reads what follows, unless that comes by itself. */
  newer(): Promise<boolean>;
  close(): void;
}
