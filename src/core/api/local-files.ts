import type { CopyInResult, FileFacts } from './files.ts';

/** The files of a client's own user, as far as copying needs them. Paths are absolute; rejects with ConmanErrors. */
export interface LocalFiles {
  /** Rejects with `not-found`. */
  stat(path: string, options: { readonly followLink: boolean }): Promise<FileFacts>;
  /** What in a directory begins with `prefix`, in no order, without `.` and `..`. Rejects with `not-found`. */
  names(directory: string, prefix: string): Promise<readonly LocalName[]>;
  /** A tar archive, as `copyOut` makes one; `owner` instead of everything's own. */
  pack(path: string, options: PackOptions, abort?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Unpacks an archive of a stranger: nothing in it leads out of the directory. */
  unpack(
    directory: string,
    archive: AsyncIterable<Uint8Array>,
    options: { readonly keepOwner: boolean },
    abort?: AbortSignal,
  ): Promise<CopyInResult>;
  /** The content of a file. */
  read(path: string): AsyncIterable<Uint8Array>;
  /** Writes a file, which appears when it is whole. */
  write(path: string, content: AsyncIterable<Uint8Array>): Promise<void>;
}

export interface LocalName {
  readonly name: string;
  /** Or a link that leads to one. */
  readonly isDirectory: boolean;
}

export interface PackOptions {
  readonly name: string;
  readonly followLink: boolean;
  readonly owner?: { readonly uid: number; readonly gid: number };
}
