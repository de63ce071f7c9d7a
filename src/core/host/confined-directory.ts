import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { ConmanError } from '../errors/index.ts';
import { type IdMaps, toContainerId } from './id-maps.ts';
import { errnoOf } from './system-error.ts';
import type { TreeSyscalls } from './tree-syscalls.ts';

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
/** The same on every architecture that Node runs on. */
const O_PATH = 0o10000000;
/** openat2(2) */
const RESOLVE_NO_MAGICLINKS = 0x02;
const RESOLVE_NO_SYMLINKS = 0x04;
const RESOLVE_IN_ROOT = 0x10;
/** A rename on the way makes the kernel unsure whether it is still inside: it asks to try again. */
const maxAttempts = 64;

export type FileStats = Stats;

/** An open place in a tree: it stays what it is, whoever renames or replaces its name. */
export class Place implements Disposable {
  readonly #descriptor: number;
  readonly #syscalls: TreeSyscalls;
  readonly #maps: IdMaps | undefined;

  constructor(descriptor: number, syscalls: TreeSyscalls, maps: IdMaps | undefined) {
    this.#descriptor = descriptor;
    this.#syscalls = syscalls;
    this.#maps = maps;
  }

  /** A path that leads here and nowhere else. */
  get hostPath(): string {
    return `/proc/self/fd/${this.#descriptor}`;
  }

  /** A path to a name in this directory; what is there must not be followed. */
  pathOf(name: string): string {
    return `${this.hostPath}/${name}`;
  }

  get stats(): Stats {
    return this.#asSeen(fstatSync(this.#descriptor));
  }

  list(): string[] {
    return readdirSync(this.hostPath);
  }

  /** Of a name in this directory, links not followed; undefined when there is none. */
  statsOf(name: string): Stats | undefined {
    const stats = lstatSync(this.pathOf(name), { throwIfNoEntry: false });
    return stats && this.#asSeen(stats);
  }

  /** What a link in this directory says; undefined when it is none any more. */
  linkTargetOf(name: string): string | undefined {
    try {
      return readlinkSync(this.pathOf(name));
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'ENOENT' || errno === 'EINVAL') return undefined;
      throw error;
    }
  }

  /** Opens a regular file for reading. What is none is never opened, for that alone could do something: undefined. */
  openFile(): OpenFile | undefined {
    return this.stats.isFile() ? new OpenFile(openSync(this.hostPath, O_RDONLY | O_NONBLOCK)) : undefined;
  }

  [Symbol.dispose](): void {
    this.#syscalls.close(this.#descriptor);
  }

  /** By those whose ids the tree's are. */
  #asSeen(stats: Stats): Stats {
    if (this.#maps === undefined) return stats;
    const { uids, gids } = this.#maps;
    return Object.assign(stats, { uid: toContainerId(uids, stats.uid), gid: toContainerId(gids, stats.gid) });
  }
}

/** A file being read. */
export class OpenFile implements Disposable {
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Fills the buffer from `position` on, less only at the end of the file. Returns the number of bytes. */
  read(buffer: Uint8Array, position: number): number {
    let length = 0;
    while (length < buffer.length) {
      const count = readSync(this.#descriptor, buffer, length, buffer.length - length, position + length);
      if (count === 0) break;
      length += count;
    }
    return length;
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}

/**
 * A directory as a root: the kernel resolves every path inside it (openat2(2)). Neither a link nor a rename at the same
 * time leads outside. Synchronous: for threads of their own, because a file system in a container may hang.
 */
export class ConfinedDirectory implements Disposable {
  readonly #descriptor: number;
  readonly #syscalls: TreeSyscalls;
  /** Between the ids that its users see, and those of the host; undefined where they are the same. */
  readonly maps: IdMaps | undefined;

  /** `hostPath` is one that the caller trusts, links in it included. */
  constructor(hostPath: string, syscalls: TreeSyscalls, maps?: IdMaps) {
    this.#descriptor = openSync(hostPath, O_PATH | O_DIRECTORY);
    this.#syscalls = syscalls;
    this.maps = maps;
  }

  /** What a path leads to; undefined when nothing is there. `follow`: also its last name, if it is a link. */
  find(path: string, { follow }: { readonly follow: boolean }): Place | undefined {
    return this.#open(path, follow ? 0 : O_NOFOLLOW, RESOLVE_IN_ROOT);
  }

  /** Like `find`, for a path on which there was no link a moment ago: one that is there now is not followed. */
  findPlain(path: string): Place | undefined {
    return this.#open(path, O_NOFOLLOW, RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS);
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }

  #open(path: string, flags: number, resolve: number): Place | undefined {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const found = this.#syscalls.openAt(
        this.#descriptor,
        path === '' ? '.' : path,
        O_PATH | flags,
        resolve | RESOLVE_NO_MAGICLINKS,
      );
      if (typeof found === 'number') return new Place(found, this.#syscalls, this.maps);
      if (found === 'ENOENT' || found === 'ENOTDIR') return undefined;
      if (found !== 'EAGAIN') throw unreachable(path, found);
    }
    throw new ConmanError('aborted', `the directories on the way to ${path} are renamed all the time`);
  }
}

function unreachable(path: string, errno: string): ConmanError {
  if (errno === 'ELOOP')
    return new ConmanError('failed-precondition', `${path} leads over a link that cannot be followed`);
  if (errno === 'ENOSYS') {
    return new ConmanError('failed-precondition', 'this kernel cannot confine paths', {
      hint: 'Use Linux 5.6 or newer.',
    });
  }
  return new ConmanError('failed-precondition', `${path} cannot be reached: ${errno}`);
}
