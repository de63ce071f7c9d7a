import {
  chmodSync,
  chownSync,
  constants,
  lchownSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import { ConmanError } from '../errors/index.ts';
import type { ConfinedDirectory, FileStats, Place } from './confined-directory.ts';
import { type IdRange, nobody, toHostId } from './id-maps.ts';
import { errnoOf, systemError } from './system-error.ts';
import { type TreeFacts, TreeFile } from './tree-file.ts';
import type { TreeSyscalls } from './tree-syscalls.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_TRUNC, O_WRONLY } = constants;

export interface DeviceFacts {
  readonly type: 'character' | 'block' | 'fifo';
  readonly mode: number;
  readonly major: number;
  readonly minor: number;
}

/** Undefined: the owner stays who made it. */
export type ChangedFacts = Pick<TreeFacts, 'mode' | 'mtime'> & { readonly owner?: Pick<TreeFacts, 'uid' | 'gid'> };

/**
 * Makes and changes things in a tree that others change at the same time. Paths are from its root. Links are followed on
 * the way, inside the root, but never in the last name, whoever puts one there meanwhile.
 */
export class ConfinedChanges {
  readonly #root: ConfinedDirectory;
  readonly #syscalls: TreeSyscalls;

  constructor(root: ConfinedDirectory, syscalls: TreeSyscalls) {
    this.#root = root;
    this.#syscalls = syscalls;
  }

  /** `undefined` when there is nothing; a link is a link. */
  kind(path: string): 'directory' | 'other' | undefined {
    using place = this.#root.find(path, { follow: false });
    return place && (place.stats.isDirectory() ? 'directory' : 'other');
  }

  /** True when a path leads to a directory, links followed. */
  leadsToDirectory(path: string): boolean {
    using place = this.#root.find(path, { follow: true });
    return place?.stats.isDirectory() ?? false;
  }

  makeDirectory(path: string): void {
    this.#in(path, 'make the directory', (hostPath) => {
      mkdirSync(hostPath, 0o755);
      if (this.#root.maps !== undefined) this.#own(hostPath, { uid: 0, gid: 0 });
    });
  }

  makeSymlink(path: string, target: string): void {
    this.#in(path, 'make the link', (hostPath) => symlinkSync(target, hostPath));
  }

  makeHardLink(path: string, existing: string): void {
    this.#in(existing, 'link to', (existingPath) =>
      this.#in(path, 'make', (hostPath) => linkSync(existingPath, hostPath)),
    );
  }

  makeNode(path: string, { type, mode, major, minor }: DeviceFacts): void {
    this.#in(path, 'make', (hostPath) => this.#syscalls.makeNode(hostPath, type, mode, major, minor));
  }

  /**
   * A new file in the place of what was there. One that something is mounted on, such as /etc/hosts in a container, can
   * not be replaced and is written over.
   */
  createFile(path: string): TreeFile {
    return this.#in(path, 'write', (hostPath) => {
      try {
        unlinkSync(hostPath);
      } catch (error) {
        const errno = errnoOf(error);
        if (errno === 'EBUSY')
          return new TreeFile(openSync(hostPath, O_WRONLY | O_TRUNC | O_NOFOLLOW | O_NONBLOCK), () => path);
        if (errno !== 'ENOENT') throw error;
      }
      return new TreeFile(openSync(hostPath, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600), () => path);
    });
  }

  /** Removes what is no directory; nothing is no error. */
  removeFile(path: string): void {
    this.#in(path, 'remove', (hostPath) => {
      try {
        unlinkSync(hostPath);
      } catch (error) {
        if (errnoOf(error) !== 'ENOENT') throw error;
      }
    });
  }

  /** Owner first: changing it takes setuid away. */
  setFacts(path: string, { mode, mtime, owner }: ChangedFacts): void {
    this.#in(path, 'set owner and mode of', (hostPath) => {
      if (owner !== undefined) this.#own(hostPath, owner);
      using place = this.#root.find(path, { follow: false });
      // chmod(2) would follow a link: it is told of the open place itself.
      if (place !== undefined && !place.stats.isSymbolicLink()) chmodSync(place.hostPath, mode);
      lutimesSync(hostPath, mtime, mtime);
    });
  }

  /** Owner, permissions and time of the root itself. */
  setRootFacts({ uid, gid, mode, mtimeMs }: FileStats): void {
    using place = this.#root.find('', { follow: true });
    if (place === undefined) return;
    chownSync(place.hostPath, uid, gid);
    chmodSync(place.hostPath, mode & 0o7777);
    utimesSync(place.hostPath, mtimeMs / 1000, mtimeMs / 1000);
  }

  setTime(path: string, mtime: number): void {
    this.#in(path, 'set the time of', (hostPath) => lutimesSync(hostPath, mtime, mtime));
  }

  setXattr(path: string, name: string, value: Buffer): void {
    this.#in(path, `set the attribute ${name} of`, (hostPath) => this.#syscalls.setXattr(hostPath, name, value));
  }

  /** Ids are those that the users of the tree see. What they have no id for belongs to nobody they know. */
  #own(hostPath: string, { uid, gid }: Pick<TreeFacts, 'uid' | 'gid'>): void {
    const { uids, gids } = this.#root.maps ?? {};
    const host = (ranges: readonly IdRange[] | undefined, id: number): number =>
      ranges === undefined ? id : (toHostId(ranges, id) ?? nobody);
    lchownSync(hostPath, host(uids, uid), host(gids, gid));
  }

  #in<T>(path: string, doing: string, change: (hostPath: string) => T): T {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    using directory: Place | undefined = this.#root.find(path.slice(0, Math.max(slash, 0)), { follow: true });
    if (directory === undefined || !directory.stats.isDirectory()) {
      throw new ConmanError('failed-precondition', `cannot ${doing} ${path}: it is in no directory`);
    }
    try {
      return change(directory.pathOf(name));
    } catch (error) {
      throw systemError(error, `${doing} ${path}`);
    }
  }
}
