import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  futimesSync,
  lchownSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { ConmanError } from '../errors/index.ts';
import { lstatOrNothing } from './layer-chain.ts';
import { errnoOf, systemError } from './system-error.ts';

/** As many as the kernel follows (path_resolution(7)). */
const maxSymlinks = 40;

/** Owner, permissions and time of something in a tree. */
export interface TreeFacts {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Unix seconds. */
  readonly mtime: number;
}

export type TreeKind = 'directory' | 'symlink' | 'other' | 'missing';

/**
 * A tree of files that nobody else changes, made from untrusted descriptions below one directory. Paths are lists of
 * names from its root. No step ever leads through a link: they are read, and resolved inside the root.
 */
export class PrivateTree {
  readonly #root: string;
  /** Paths of what are directories and no links. */
  readonly #directories = new Set<string>(['']);
  /** A directory's time changes with every entry in it, so times are set at the end. */
  readonly #times = new Map<string, number>();

  constructor(root: string) {
    this.#root = root;
  }

  hostPath(path: readonly string[]): string {
    return path.length === 0 ? this.#root : `${this.#root}/${path.join('/')}`;
  }

  /** The same place without links on the way to it; its last name is kept as it is. */
  resolve(path: readonly string[]): string[] {
    const parent = path.slice(0, -1);
    if (this.#directories.has(parent.join('/'))) return [...path];
    return [...this.#followed(parent), ...path.slice(-1)];
  }

  /** Resolved, of everything on the way. */
  #followed(path: readonly string[]): string[] {
    let real: string[] = [];
    const pending = [...path];
    for (let links = 0; pending.length > 0; ) {
      const name = pending.shift() ?? '';
      if (name === '..') {
        real = real.slice(0, -1);
        continue;
      }
      const next = [...real, name];
      if (!this.#directories.has(next.join('/')) && this.kind(next) === 'symlink') {
        if (++links > maxSymlinks) throw new ConmanError('data-loss', `too many links in ${path.join('/')}`);
        const target = readlinkSync(this.hostPath(next));
        if (target.startsWith('/')) real = [];
        pending.unshift(...target.split('/').filter((part) => part !== '' && part !== '.'));
      } else {
        real = next;
      }
    }
    return real;
  }

  /** Of a resolved path. */
  kind(path: readonly string[]): TreeKind {
    if (this.#directories.has(path.join('/'))) return 'directory';
    const stats = this.#attempt(path, lstatOrNothing);
    if (stats === undefined) return 'missing';
    return stats.isSymbolicLink() ? 'symlink' : 'other';
  }

  makeDirectory(path: readonly string[]): void {
    this.#attempt(path, (hostPath) => mkdirSync(hostPath, 0o700));
    this.#directories.add(path.join('/'));
  }

  makeSymlink(path: readonly string[], target: string): void {
    this.#attempt(path, (hostPath) => symlinkSync(target, hostPath));
  }

  /** link(2), which does not follow a link either. */
  makeHardLink(path: readonly string[], existing: readonly string[]): void {
    this.#attempt(path, (hostPath) => linkSync(this.hostPath(existing), hostPath));
  }

  /** With no more than the permissions `mode`: what else belongs to it is set when it is written. */
  createFile(path: readonly string[], mode: number): TreeFile {
    const file = this.createFileUnlessTaken(path, mode);
    if (file !== undefined) return file;
    throw new ConmanError('data-loss', `${JSON.stringify(path.join('/'))} is in the layer twice`);
  }

  /** Undefined when there is something of this name. */
  createFileUnlessTaken(path: readonly string[], mode: number): TreeFile | undefined {
    const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
    return this.#attempt(path, (hostPath) => {
      try {
        const descriptor = openSync(hostPath, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode & 0o777);
        return new TreeFile(descriptor, () => `${JSON.stringify(path.join('/'))} in the layer`);
      } catch (error) {
        if (errnoOf(error) === 'EEXIST') return undefined;
        throw error;
      }
    });
  }

  /** Removes whatever is there. */
  remove(path: readonly string[]): void {
    const key = path.join('/');
    if (this.#directories.has(key)) {
      for (const known of this.#directories) {
        if (known !== key && !known.startsWith(`${key}/`)) continue;
        this.#directories.delete(known);
        this.#times.delete(known);
      }
    }
    this.#attempt(path, (hostPath) => rmSync(hostPath, { recursive: true, force: true }));
  }

  /** Owner first: changing it takes setuid away. */
  setFacts(path: readonly string[], { mode, uid, gid, mtime }: TreeFacts): void {
    const kind = this.kind(path);
    this.#attempt(path, (hostPath) => {
      lchownSync(hostPath, uid, gid);
      if (kind !== 'symlink') chmodSync(hostPath, mode);
      if (kind !== 'directory') lutimesSync(hostPath, mtime, mtime);
    });
    if (kind === 'directory') this.#times.set(path.join('/'), mtime);
  }

  /** Sets what had to wait until everything was in its place. */
  finish(): void {
    for (const [key, mtime] of this.#times) {
      this.#attempt(key === '' ? [] : key.split('/'), (hostPath) => lutimesSync(hostPath, mtime, mtime));
    }
  }

  #attempt<T>(path: readonly string[], operation: (hostPath: string) => T): T {
    try {
      return operation(this.hostPath(path));
    } catch (error) {
      throw systemError(error, `make ${JSON.stringify(path.join('/'))} in the layer`);
    }
  }
}

/** A file while it is written. */
export class TreeFile {
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
