import {
  chmodSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { ConmanError } from '../errors/index.ts';
import type { FileHandover } from './file-handover.ts';
import { lstatOrNothing } from './layer-chain.ts';
import { systemError } from './system-error.ts';
import { createTreeFile, type NewFile, type TreeFacts } from './tree-file.ts';

/** As many as the kernel follows (path_resolution(7)). */
const maxSymlinks = 40;

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
  readonly #handover: FileHandover | undefined;

  /** `handover`: to another thread that makes files below the same root. */
  constructor(root: string, handover?: FileHandover) {
    this.#root = root;
    this.#handover = handover;
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
    const key = path.join('/');
    if (this.#directories.has(key)) return 'directory';
    if (this.#handover?.has(key)) return 'other';
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
    if (this.#handover?.has(existing.join('/'))) this.flush();
    this.#attempt(path, (hostPath) => linkSync(this.hostPath(existing), hostPath));
  }

  /** With no more than the permissions `mode`: what else belongs to it is set when it is written. */
  createFile(path: readonly string[], mode: number): NewFile {
    const file = this.createFileUnlessTaken(path, mode);
    if (file !== undefined) return file;
    throw new ConmanError('data-loss', `${JSON.stringify(path.join('/'))} is in the layer twice`);
  }

  /** Undefined when there is something of this name. */
  createFileUnlessTaken(path: readonly string[], mode: number): NewFile | undefined {
    if (this.#handover?.has(path.join('/'))) this.flush();
    return this.#attempt(path, (hostPath) =>
      createTreeFile(hostPath, mode, () => `${JSON.stringify(path.join('/'))} in the layer`),
    );
  }

  /**
   * A file that another thread makes, in the place of what is there. `key` is its resolved path as one string, its parent
   * a directory that is there. Undefined: it would not be faster, or not right.
   */
  handOverFile(key: string, sizeBytes: number): NewFile | undefined {
    if (this.#handover === undefined || this.#directories.has(key)) return undefined;
    return this.#handover.begin(key, sizeBytes);
  }

  /** Waits until what was handed over is there. */
  flush(): void {
    this.#handover?.flush();
  }

  /** Removes whatever is there. */
  remove(path: readonly string[]): void {
    this.flush();
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

  /** Each change costs a journal entry: what it has already is not set again. Owner first, as it takes setuid away. */
  setFacts(path: readonly string[], { mode, uid, gid, mtime }: TreeFacts): void {
    this.#attempt(path, (hostPath) => {
      const now = lstatSync(hostPath);
      const isOthers = now.uid !== uid || now.gid !== gid;
      if (isOthers) lchownSync(hostPath, uid, gid);
      if (!now.isSymbolicLink() && (isOthers || (now.mode & 0o7777) !== mode)) chmodSync(hostPath, mode);
      if (now.isDirectory()) this.#times.set(path.join('/'), mtime);
      else lutimesSync(hostPath, mtime, mtime);
    });
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
