import { posix } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { ConfinedDirectory, type FileStats, type Place } from '../host/confined-directory.ts';
import { deviceNumbers } from '../host/device-nodes.ts';
import type { TreeSyscalls } from '../host/tree-syscalls.ts';
import { ChunkCollector } from './chunk-collector.ts';
import { fileKind } from './file-facts.ts';
import { type TarMember, tarEnd, tarHeader, tarPadding } from './tar-writer.ts';

const readBytes = 256 * 1024;

export interface ArchiveOptions {
  readonly path: string;
  /** What it is called in the archive; `.`: the content of a directory without it. */
  readonly name: string;
  readonly followLink: boolean;
  /** Of everything in the archive, instead of its own. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** Writes a tar archive of what is at a path. What changes meanwhile is in it as it was when it was come to. */
export function archiveTree(
  root: ConfinedDirectory,
  syscalls: TreeSyscalls,
  options: ArchiveOptions,
  write: (chunk: Uint8Array) => void,
): void {
  using start = root.find(options.path, { follow: options.followLink });
  if (start === undefined) throw new ConmanError('not-found', `there is no ${options.path}`);
  const archive = new TreeArchive(syscalls, options.owner, write);
  if (start.stats.isDirectory()) {
    using tree = new ConfinedDirectory(start.hostPath, syscalls, root.maps);
    archive.addTree(tree, options.name, start);
  } else {
    using parent = root.find(posix.dirname(options.path), { follow: true });
    archive.add(options.name, start, () => parent?.linkTargetOf(posix.basename(options.path)));
  }
  archive.finish();
}

class TreeArchive {
  readonly #syscalls: TreeSyscalls;
  readonly #owner: ArchiveOptions['owner'];
  readonly #output: ChunkCollector;
  readonly #buffer = Buffer.allocUnsafe(readBytes);
  /** Names of files that have several, by device and inode. */
  readonly #links = new Map<string, string>();

  constructor(syscalls: TreeSyscalls, owner: ArchiveOptions['owner'], write: (chunk: Uint8Array) => void) {
    this.#syscalls = syscalls;
    this.#owner = owner;
    this.#output = new ChunkCollector(write);
  }

  /** A directory and what is in it. One directory is open at a time, however deep it goes. */
  addTree(tree: ConfinedDirectory, name: string, start: Place): void {
    this.add(name, start, () => undefined);
    const pending = [''];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      using directory = tree.findPlain(path);
      if (directory === undefined || !directory.stats.isDirectory()) continue;
      for (const child of directory.list()) {
        const childPath = path === '' ? child : `${path}/${child}`;
        using place = tree.findPlain(childPath);
        if (place === undefined) continue;
        this.add(`${name}/${childPath}`, place, () => directory.linkTargetOf(child));
        if (place.stats.isDirectory()) pending.push(childPath);
      }
    }
  }

  add(path: string, place: Place, linkTarget: () => string | undefined): void {
    if (path.includes('\u{fffd}')) {
      throw new ConmanError('failed-precondition', `${path} has a name that is not UTF-8, which cannot be copied`);
    }
    const { stats } = place;
    const kind = fileKind(stats);
    // An archive cannot hold a socket, and without its process it is nothing.
    if (kind === 'socket') return;
    const known = stats.nlink > 1 && kind !== 'directory' ? this.#linkFor(stats, path) : undefined;
    if (known !== undefined) this.#header({ ...this.#facts(path, stats), type: 'hardlink', link: known });
    else if (kind === 'symlink') this.#symlink(path, stats, linkTarget());
    else if (kind === 'file') this.#file(path, place);
    else
      this.#header({ ...this.#facts(path, stats), ...this.#special(stats), type: kind, xattrs: this.#xattrs(place) });
  }

  finish(): void {
    this.#output.add(tarEnd);
    this.#output.flush();
  }

  #linkFor({ dev, ino }: FileStats, path: string): string | undefined {
    const key = `${dev}:${ino}`;
    const known = this.#links.get(key);
    if (known === undefined) this.#links.set(key, path);
    return known;
  }

  #symlink(path: string, stats: FileStats, link: string | undefined): void {
    // Replaced since it was looked at: as good as gone.
    if (link !== undefined) this.#header({ ...this.#facts(path, stats), type: 'symlink', link });
  }

  #file(path: string, place: Place): void {
    using file = place.openFile();
    if (file === undefined) return;
    const { stats } = place;
    this.#header({ ...this.#facts(path, stats), type: 'file', sizeBytes: stats.size, xattrs: this.#xattrs(place) });
    for (let at = 0; at < stats.size; ) {
      const part = this.#buffer.subarray(0, Math.min(readBytes, stats.size - at));
      const length = file.read(part, at);
      // One that has become shorter is filled up: its size is said already.
      part.fill(0, length);
      this.#output.add(part);
      at += part.length;
    }
    this.#output.add(tarPadding(stats.size));
  }

  #facts(path: string, stats: FileStats) {
    const { uid, gid } = this.#owner ?? stats;
    return { path, mode: stats.mode & 0o7777, uid, gid, mtime: stats.mtimeMs / 1000 };
  }

  #special(stats: FileStats) {
    if (!stats.isCharacterDevice() && !stats.isBlockDevice()) return {};
    const { major, minor } = deviceNumbers(BigInt(stats.rdev));
    return { deviceMajor: major, deviceMinor: minor };
  }

  /** overlayfs keeps notes of its own under trusted. */
  #xattrs(place: Place): ReadonlyMap<string, Buffer> {
    const all = this.#syscalls.xattrsOf(place.hostPath);
    return new Map([...all].filter(([name]) => name.startsWith('user.') || name === 'security.capability'));
  }

  #header(member: TarMember): void {
    this.#output.add(tarHeader(member));
  }
}
