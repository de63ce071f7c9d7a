/** A running program whose input and output belong to somebody, by a terminal or by pipes. */
export interface InteractiveProcess {
  readonly pid: number;
  /** Resolves when the kernel took the bytes, at the latest when the program no longer reads. */
  write(data: Uint8Array): Promise<void>;
  /** End of input. On a terminal nothing: there it is a character. */
  closeStdin(): void;
  /** Sizes from 1 to 65535; nothing without a terminal. */
  resize(columns: number, rows: number): void;
  /** Holds the output back; the program is stopped by full buffers, its end is not. */
  pause(): void;
  resume(): void;
}

export interface InteractiveListener {
  output(channel: 'stdout' | 'stderr', data: Buffer): void;
  /** Nobody reads further input. */
  stdinClosed(): void;
  /** Once, after all output. The code is undefined when a signal ended the program. */
  ended(exitCode: number | undefined): void;
}

export interface InteractiveCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}
