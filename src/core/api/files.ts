export type FileKind = 'file' | 'directory' | 'symlink' | 'character' | 'block' | 'fifo' | 'socket';

/** One name in a container's file system. */
export interface FileFacts {
  readonly name: string;
  readonly kind: FileKind;
  /** Permissions, such as 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  /** Unix time in ns. */
  readonly modifiedAt: bigint;
  /** What a symlink says, wherever that leads. */
  readonly linkTarget?: string;
}

export interface StatPathOptions {
  /** What the path's last link leads to rather than the link. */
  readonly followLink?: boolean;
}

export interface ReadFileOptions {
  /** Where to begin, in bytes; 0 when absent. */
  readonly offset?: number;
  /** At most this many bytes, up to 1 MiB, which is the default. */
  readonly maxBytes?: number;
}

export interface FilePiece {
  readonly data: Uint8Array;
  /** Of the whole file. */
  readonly sizeBytes: number;
}

export interface CopyOutOptions {
  /** What it is called in the archive; its own name when absent. `.` puts what a directory holds at the top. */
  readonly name?: string;
  readonly followLink?: boolean;
}

export interface CopyInResult {
  /** Files, directories and whatever else was made. */
  readonly entries: number;
  /** Of content. */
  readonly bytes: number;
}
