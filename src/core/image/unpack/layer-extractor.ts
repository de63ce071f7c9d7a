import { LayerChain } from '../../host/layer-chain.ts';
import { PrivateTree, type TreeFile } from '../../host/private-tree.ts';
import { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { copyLowerFile } from './lower-copy.ts';
import { malformedLayer } from './malformed-layer.ts';
import { splitMemberPath } from './member-path.ts';
import type { TarEntry } from './tar-header.ts';
import type { TarHandler } from './tar-reader.ts';
import { Whiteouts } from './whiteouts.ts';

const maxEntries = 10_000_000;
const whiteoutPrefix = '.wh.';
const opaqueMarker = '.wh..wh..opq';
/** What AUFS noted for itself beside its whiteouts. */
const aufsPrefix = '.wh..wh.';

export interface ExtractionOptions {
  /** An empty directory. */
  readonly target: string;
  /** The directories of the layers below, top first. */
  readonly lower: readonly string[];
  /** Content beyond this many bytes is a bomb. */
  readonly maxBytes: number;
}

/** Makes a layer of overlayfs of the entries of a layer's archive, whatever they try. */
export class LayerExtractor implements TarHandler {
  readonly #syscalls = new TreeSyscalls();
  readonly #tree: PrivateTree;
  readonly #lower: LayerChain;
  readonly #whiteouts: Whiteouts;
  readonly #maxBytes: number;
  #entries = 0;
  #bytes = 0;
  #file: { readonly file: TreeFile; readonly path: readonly string[]; readonly entry: TarEntry } | undefined;

  constructor({ target, lower, maxBytes }: ExtractionOptions) {
    this.#tree = new PrivateTree(target);
    this.#lower = new LayerChain(lower, this.#syscalls);
    this.#maxBytes = maxBytes;
    this.#whiteouts = new Whiteouts(this.#tree, this.#lower, this.#syscalls, (path) => this.#ensureParents(path));
    this.#copyRoot();
  }

  /** Bytes in files. */
  get sizeBytes(): number {
    return this.#bytes;
  }

  entry(entry: TarEntry): void {
    if (++this.#entries > maxEntries) throw malformedLayer(`it has more than ${maxEntries} entries`);
    const path = splitMemberPath(entry.path);
    const name = path.at(-1);
    if (path.slice(0, -1).some((part) => part.startsWith(whiteoutPrefix))) {
      // Below AUFS's own directories; anything else there makes no sense.
      if (path.some((part) => part.startsWith(aufsPrefix))) return;
      throw malformedLayer(`${JSON.stringify(entry.path)} is inside a whiteout`);
    }
    if (name === undefined) this.#root(entry);
    else if (name === opaqueMarker)
      this.#whiteouts.opaque(this.#tree.resolve([...path.slice(0, -1), '.']).slice(0, -1));
    else if (name.startsWith(aufsPrefix)) return;
    else if (name.startsWith(whiteoutPrefix)) this.#whiteout(path, name.slice(whiteoutPrefix.length));
    else this.#make(this.#tree.resolve(path), entry);
  }

  data(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) throw malformedLayer(`it unpacks to more than ${this.#maxBytes} bytes`);
    this.#file?.file.write(chunk);
  }

  endEntry(): void {
    if (this.#file === undefined) return;
    const { file, path, entry } = this.#file;
    this.#file = undefined;
    try {
      file.setFacts(entry);
    } finally {
      file.close();
    }
    this.#setXattrs(path, entry);
  }

  /** After the last entry. */
  finish(): void {
    this.#tree.finish();
  }

  /** After a failure. */
  abandon(): void {
    this.#file?.file.close();
    this.#file = undefined;
  }

  #root(entry: TarEntry): void {
    if (entry.type !== 'directory') throw malformedLayer('its root is not a directory');
    this.#setFacts([], entry);
  }

  #whiteout(path: readonly string[], name: string): void {
    if (name === '' || name === '.' || name === '..')
      throw malformedLayer(`${JSON.stringify(path.join('/'))} hides nothing`);
    this.#whiteouts.hide(this.#tree.resolve([...path.slice(0, -1), name]));
  }

  #make(path: readonly string[], entry: TarEntry): void {
    if (entry.type === 'hardlink') {
      this.#hardLink(path, entry);
      return;
    }
    this.#ensureParents(path);
    const exists = this.#tree.kind(path);
    if (!(exists === 'directory' && entry.type === 'directory')) this.#clear(path);
    switch (entry.type) {
      case 'file':
        this.#file = { file: this.#tree.createFile(path), path, entry };
        return;
      case 'directory':
        if (exists !== 'directory') this.#whiteouts.makeDirectory(path);
        break;
      case 'symlink':
        if (entry.link === '' || entry.link.includes('\0')) throw malformedLayer('a symbolic link leads nowhere');
        this.#tree.makeSymlink(path, entry.link);
        break;
      default:
        this.#node(path, entry);
    }
    this.#setFacts(path, entry);
  }

  #node(path: readonly string[], { type, mode, deviceMajor, deviceMinor }: TarEntry): void {
    if (type !== 'character' && type !== 'block' && type !== 'fifo') throw malformedLayer(`what is a ${type}?`);
    const isDevice = type !== 'fifo';
    if (type === 'character' && deviceMajor === 0 && deviceMinor === 0) {
      throw malformedLayer(`${JSON.stringify(path.join('/'))} is a whiteout of overlayfs, which no layer may bring`);
    }
    const numbers = [deviceMajor, deviceMinor];
    if (isDevice && !numbers.every((number) => Number.isInteger(number) && number >= 0 && number <= 0xffff_ffff)) {
      throw malformedLayer(`${numbers.join(':')} is not a device`);
    }
    this.#syscalls.makeNode(
      this.#tree.hostPath(path),
      type,
      mode,
      isDevice ? deviceMajor : 0,
      isDevice ? deviceMinor : 0,
    );
  }

  #hardLink(path: readonly string[], entry: TarEntry): void {
    const names = splitMemberPath(entry.link);
    const target = this.#tree.resolve(names);
    if (target.join('/') === path.join('/')) return;
    if (this.#tree.kind(target) === 'missing') this.#copyUp(target, entry);
    const kind = this.#tree.kind(target);
    if (names.length === 0 || kind === 'directory' || this.#whiteouts.isWhiteout(target)) {
      throw malformedLayer(`the hard link ${JSON.stringify(entry.path)} is to no file`);
    }
    this.#ensureParents(path);
    this.#clear(path);
    this.#tree.makeHardLink(path, target);
  }

  /** A file of a lower layer that gets one more name has to be in this layer too, as overlayfs itself would do it. */
  #copyUp(target: readonly string[], entry: TarEntry): void {
    const found = this.#whiteouts.isHidden(target) ? undefined : this.#lower.find(target);
    if (found === undefined || !found.stats.isFile()) {
      throw malformedLayer(
        `the hard link ${JSON.stringify(entry.path)} is to ${JSON.stringify(entry.link)}, which is missing`,
      );
    }
    this.#ensureParents(target);
    this.#bytes += found.stats.size;
    copyLowerFile(found, this.#tree, target, this.#syscalls);
  }

  #clear(path: readonly string[]): void {
    const kind = this.#tree.kind(path);
    if (kind === 'missing') return;
    if (kind === 'directory') this.#whiteouts.noteHidden(path);
    this.#whiteouts.forgetDevice(path);
    this.#tree.remove(path);
  }

  /** Directories that the archive does not name are as they are below, else root's. */
  #ensureParents(path: readonly string[]): void {
    const parent = path.slice(0, -1);
    const kind = this.#tree.kind(parent);
    if (kind === 'directory') return;
    this.#ensureParents(parent);
    if (this.#whiteouts.isWhiteout(parent)) this.#tree.remove(parent);
    else if (kind !== 'missing')
      throw malformedLayer(`${JSON.stringify(parent.join('/'))} is used as a directory and is none`);
    const below = this.#whiteouts.isHidden(parent) ? undefined : this.#lower.find(parent);
    this.#whiteouts.makeDirectory(parent);
    if (below?.stats.isDirectory()) this.#copyFacts(parent, below.hostPath, below.stats);
    else this.#tree.setFacts(parent, { mode: 0o755, uid: 0, gid: 0, mtime: 0 });
  }

  #copyRoot(): void {
    const below = this.#lower.find([]);
    if (below !== undefined) this.#copyFacts([], below.hostPath, below.stats);
  }

  #copyFacts(path: readonly string[], from: string, stats: NonNullable<ReturnType<LayerChain['find']>>['stats']): void {
    const { mode, uid, gid, mtimeMs } = stats;
    this.#tree.setFacts(path, { mode: mode & 0o7777, uid, gid, mtime: mtimeMs / 1000 });
    for (const name of this.#syscalls.listXattrs(from)) {
      const value = name.startsWith('trusted.') ? undefined : this.#syscalls.getXattr(from, name);
      if (value !== undefined) this.#syscalls.setXattr(this.#tree.hostPath(path), name, value);
    }
  }

  #setFacts(path: readonly string[], entry: TarEntry): void {
    this.#tree.setFacts(path, entry);
    this.#setXattrs(path, entry);
  }

  /** trusted.* belongs to overlayfs and the host: no layer may set it. */
  #setXattrs(path: readonly string[], { xattrs, type }: TarEntry): void {
    for (const [name, value] of xattrs) {
      // The kernel takes user.* for files and directories only (xattr(7)).
      const impossible = name.startsWith('user.') && type !== 'file' && type !== 'directory';
      if (name.startsWith('trusted.') || name.includes('\0') || impossible) continue;
      this.#syscalls.setXattr(this.#tree.hostPath(path), name, value);
    }
  }
}
