import type { CopyInResult, CopyOutOptions, FileFacts, FilePiece, ReadFileOptions, StatPathOptions } from './files.ts';

/**
 * A container's files, whether it runs (then with what is mounted in it) or not. Paths are those of a process in it;
 * neither links nor changes at the same time lead outside. All reject with `not-found` where nothing is.
 */
export interface FileOperations {
  statPath(ref: string, path: string, options?: StatPathOptions): Promise<FileFacts>;
  /** Sorted by name. Fails with `resource-exhausted` beyond 100,000 names. */
  listDirectory(ref: string, path: string): Promise<readonly FileFacts[]>;
  /** Part of a regular file; links are followed. */
  readFile(ref: string, path: string, options?: ReadFileOptions): Promise<FilePiece>;
  /** A tar archive of a file, or of a directory and everything in it. */
  copyOut(ref: string, path: string, options?: CopyOutOptions, abort?: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Unpacks a tar archive in a directory, with owners, permissions and times of the archive. Files are replaced,
   * directories kept; an abort leaves what was whole by then.
   */
  copyIn(
    ref: string,
    directory: string,
    archive: AsyncIterable<Uint8Array>,
    abort?: AbortSignal,
  ): Promise<CopyInResult>;
}
