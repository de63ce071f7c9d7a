import { ConmanError } from '../errors/index.ts';
import type { ConfinedChanges } from '../host/confined-changes.ts';
import type { TreeFile } from '../host/tree-file.ts';
import { splitMemberPath } from '../image/unpack/member-path.ts';
import type { TarEntry } from '../image/unpack/tar-header.ts';
import type { TarHandler } from '../image/unpack/tar-reader.ts';

export interface UnpackOptions {
  /** Where the archive's top is, in the root. */
  readonly directory: string;
  /** False: everything belongs to whoever unpacks. */
  readonly keepOwner: boolean;
}

/** Unpacks an archive into a tree that is in use. Files are replaced, directories kept. */
export class TreeUnpacker implements TarHandler {
  readonly #changes: ConfinedChanges;
  readonly #options: UnpackOptions;
  /** A directory's time changes with every entry in it, so times are set at the end. */
  readonly #times = new Map<string, number>();
  #file: { readonly file: TreeFile; readonly path: string; readonly entry: TarEntry } | undefined;
  #entries = 0;
  #bytes = 0;

  constructor(changes: ConfinedChanges, options: UnpackOptions) {
    this.#changes = changes;
    this.#options = options;
  }

  get result(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.#entries, bytes: this.#bytes };
  }

  entry(entry: TarEntry): void {
    const path = this.#path(splitMemberPath(entry.path));
    // Of the directory itself, which was there before.
    if (path === undefined) return;
    this.#entries += 1;
    const exists = this.#changes.kind(path);
    if (exists === undefined) this.#ensureParent(path);
    if (exists === 'directory' && entry.type !== 'directory') {
      throw new ConmanError('failed-precondition', `${path} is a directory, which a ${entry.type} cannot replace`);
    }
    this.#make(path, entry, exists);
  }

  data(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#file?.file.write(chunk);
  }

  endEntry(): void {
    if (this.#file === undefined) return;
    const { file, path, entry } = this.#file;
    this.#file = undefined;
    file.close();
    this.#setFacts(path, entry);
  }

  /** After the last entry. */
  finish(): void {
    for (const [path, mtime] of this.#times) this.#changes.setTime(path, mtime);
  }

  /** After a failure: a file that is not whole does not stay. */
  abandon(): void {
    if (this.#file === undefined) return;
    this.#file.file.close();
    this.#changes.removeFile(this.#file.path);
    this.#file = undefined;
  }

  /** Undefined: the archive's top. */
  #path(names: readonly string[]): string | undefined {
    return names.length === 0 ? undefined : `${this.#options.directory.replace(/\/+$/, '')}/${names.join('/')}`;
  }

  #make(path: string, entry: TarEntry, exists: 'directory' | 'other' | undefined): void {
    if (entry.type === 'file') {
      this.#file = { file: this.#changes.createFile(path), path, entry };
      return;
    }
    if (entry.type === 'directory') {
      if (exists === 'other') this.#changes.removeFile(path);
      if (exists !== 'directory') this.#changes.makeDirectory(path);
    } else {
      if (exists !== undefined) this.#changes.removeFile(path);
      this.#makeOther(path, entry);
      if (entry.type === 'hardlink') return;
    }
    this.#setFacts(path, entry);
  }

  #makeOther(path: string, { type, link, mode, deviceMajor, deviceMinor }: TarEntry): void {
    if (type === 'symlink') this.#changes.makeSymlink(path, link);
    else if (type === 'hardlink') this.#changes.makeHardLink(path, this.#path(splitMemberPath(link)) ?? '/');
    else if (type === 'character' || type === 'block' || type === 'fifo') {
      this.#changes.makeNode(path, { type, mode, major: deviceMajor, minor: deviceMinor });
    }
  }

  #ensureParent(path: string): void {
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (parent === '' || this.#changes.leadsToDirectory(parent)) return;
    if (this.#changes.kind(parent) !== undefined) {
      throw new ConmanError('failed-precondition', `${parent} is used as a directory and leads to none`);
    }
    this.#ensureParent(parent);
    this.#changes.makeDirectory(parent);
  }

  #setFacts(path: string, entry: TarEntry): void {
    const { mode, mtime, uid, gid, type } = entry;
    this.#changes.setFacts(path, { mode, mtime, ...(this.#options.keepOwner && { owner: { uid, gid } }) });
    if (type === 'directory') this.#times.set(path, mtime);
    if (type !== 'file' && type !== 'directory') return;
    for (const [name, value] of entry.xattrs) {
      const isOurs = name.startsWith('user.') || (name === 'security.capability' && this.#options.keepOwner);
      if (isOurs) this.#changes.setXattr(path, name, value);
    }
  }
}
