import { closeSync, constants, fchmodSync, fchownSync, fstatSync, futimesSync, openSync, writeSync } from 'node:fs';
import { errnoOf, systemError } from './system-error.ts';

/** Owner, permissions and time of something in a tree. */
export interface TreeFacts {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Unix seconds. */
  readonly mtime: number;
}

/** A file while it is written: its content, then its facts, then `close`. */
export interface NewFile {
  write(chunk: Buffer): void;
  setFacts(facts: TreeFacts): void;
  close(): void;
}

/** With no more than the permissions `mode`; undefined when there is something of this name. `what` it is, for messages. */
export function createTreeFile(hostPath: string, mode: number, what: () => string): TreeFile | undefined {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
  try {
    return new TreeFile(openSync(hostPath, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode & 0o777), what);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

/** One that this thread writes. */
export class TreeFile implements NewFile {
  readonly #descriptor: number;
  readonly #what: () => string;

  /** `what` it is, for messages. */
  constructor(descriptor: number, what: () => string) {
    this.#descriptor = descriptor;
    this.#what = what;
  }

  write(chunk: Uint8Array): void {
    try {
      for (let at = 0; at < chunk.length; ) at += writeSync(this.#descriptor, chunk, at);
    } catch (error) {
      throw systemError(error, `write ${this.#what()}`);
    }
  }

  /** Each change costs a journal entry: what the file has already is not set again. Owner first, as it takes setuid away. */
  setFacts({ mode, uid, gid, mtime }: TreeFacts): void {
    const now = fstatSync(this.#descriptor);
    if (now.uid !== uid || now.gid !== gid) fchownSync(this.#descriptor, uid, gid);
    if ((now.mode & 0o7777) !== mode) fchmodSync(this.#descriptor, mode);
    futimesSync(this.#descriptor, mtime, mtime);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
