import type { FileHandover } from '../../host/file-handover.ts';
import { LayerChain } from '../../host/layer-chain.ts';
import { PrivateTree } from '../../host/private-tree.ts';
import type { NewFile } from '../../host/tree-file.ts';
import { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { makeDeviceNode } from './device-node.ts';
import { LastDirectory } from './last-directory.ts';
import { LayerSettlement } from './layer-settlement.ts';
import { malformedLayer } from './malformed-layer.ts';
import { splitMemberPath } from './member-path.ts';
import type { TarEntry } from './tar-header.ts';
import type { TarHandler } from './tar-reader.ts';
import { aufsPrefix, opaqueMarker, whiteoutPrefix } from './whiteout-names.ts';

const maxEntries = 10_000_000;
const noNames: readonly string[] = [];

export interface ExtractionOptions {
  /** An empty directory. */
  readonly target: string;
  /** Content beyond this many bytes is a bomb. */
  readonly maxBytes: number;
  /** To a thread that makes files in the same directory. */
  readonly handover?: FileHandover | undefined;
}

interface MadeFile {
  readonly file: NewFile;
  readonly path: readonly string[];
  readonly entry: TarEntry;
}

/**
 * Makes a layer of overlayfs of the entries of a layer's archive, whatever they try. What depends on the layers below,
 * which may be unpacked at the same time, is noted, and done by `settle` when they are there.
 */
export class LayerExtractor implements TarHandler {
  readonly #syscalls = new TreeSyscalls();
  readonly #tree: PrivateTree;
  readonly #settlement: LayerSettlement;
  readonly #maxBytes: number;
  #entries = 0;
  #bytes = 0;
  #file: MadeFile | undefined;
  readonly #last = new LastDirectory();

  constructor({ target, maxBytes, handover }: ExtractionOptions) {
    this.#tree = new PrivateTree(target, handover);
    this.#maxBytes = maxBytes;
    this.#settlement = new LayerSettlement(this.#tree, this.#syscalls);
  }

  /** Bytes in files. */
  get sizeBytes(): number {
    return this.#bytes;
  }

  entry(entry: TarEntry): void {
    if (++this.#entries > maxEntries) throw malformedLayer(`it has more than ${maxEntries} entries`);
    if (this.#handOverBeside(entry)) return;
    this.#last.forget();
    const path = splitMemberPath(entry.path);
    const name = path.at(-1);
    if (path.slice(0, -1).some((part) => part.startsWith(whiteoutPrefix))) {
      // Below AUFS's own directories; anything else there makes no sense.
      if (path.some((part) => part.startsWith(aufsPrefix))) return;
      throw malformedLayer(`${JSON.stringify(entry.path)} is inside a whiteout`);
    }
    if (name === undefined) this.#root(entry);
    else if (name === opaqueMarker)
      this.#settlement.opaque(this.#tree.resolve([...path.slice(0, -1), '.']).slice(0, -1));
    else if (name.startsWith(aufsPrefix)) return;
    else if (name.startsWith(whiteoutPrefix)) this.#whiteout(path, name.slice(whiteoutPrefix.length));
    else {
      const resolved = this.#tree.resolve(path);
      this.#make(resolved, entry);
      this.#last.note(entry, resolved);
    }
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

  /** After the last entry: every file is there. */
  finish(): void {
    this.#tree.flush();
  }

  /** After that. `lower` are the directories of the layers below, top first, complete. */
  settle(lower: readonly string[]): void {
    this.#bytes += this.#settlement.settle(new LayerChain(lower, this.#syscalls));
    this.#tree.finish();
  }

  /** After a failure. */
  abandon(): void {
    this.#file?.file.close();
    this.#file = undefined;
  }

  /** The short way for what nearly all entries are, with the same result. False: it has to go the long way. */
  #handOverBeside(entry: TarEntry): boolean {
    const path = entry.xattrs.size > 0 || this.#settlement.hasLinks ? undefined : this.#last.pathOf(entry);
    const file = path === undefined ? undefined : this.#tree.handOverFile(path, entry.sizeBytes);
    if (file === undefined) return false;
    this.#file = { file, path: noNames, entry };
    return true;
  }

  #root(entry: TarEntry): void {
    if (entry.type !== 'directory') throw malformedLayer('its root is not a directory');
    this.#settlement.isExplicit([]);
    this.#setFacts([], entry);
  }

  #whiteout(path: readonly string[], name: string): void {
    if (name === '' || name === '.' || name === '..')
      throw malformedLayer(`${JSON.stringify(path.join('/'))} hides nothing`);
    this.#settlement.hide(this.#tree.resolve([...path.slice(0, -1), name]));
  }

  #make(path: readonly string[], entry: TarEntry): void {
    if (entry.type === 'hardlink') {
      this.#hardLink(path, entry);
      return;
    }
    this.#settlement.ensureParents(path);
    if (entry.type === 'file') {
      this.#file = { file: this.#createFile(path, entry), path, entry };
      return;
    }
    const exists = this.#tree.kind(path);
    if (!(exists === 'directory' && entry.type === 'directory')) this.#clear(path, exists);
    switch (entry.type) {
      case 'directory':
        if (exists !== 'directory') this.#settlement.makeDirectory(path);
        this.#settlement.isExplicit(path);
        break;
      case 'symlink':
        if (entry.link === '' || entry.link.includes('\0')) throw malformedLayer('a symbolic link leads nowhere');
        this.#tree.makeSymlink(path, entry.link);
        break;
      default:
        makeDeviceNode(this.#syscalls, this.#tree.hostPath(path), entry);
    }
    this.#setFacts(path, entry);
  }

  /** Nearly always nothing is in its place: that is not asked first. */
  #createFile(path: readonly string[], { mode, sizeBytes, xattrs }: TarEntry): NewFile {
    this.#settlement.forgetLink(path);
    const handedOver = xattrs.size === 0 ? this.#tree.handOverFile(path.join('/'), sizeBytes) : undefined;
    if (handedOver !== undefined) return handedOver;
    const created = this.#tree.createFileUnlessTaken(path, mode);
    if (created !== undefined) return created;
    this.#clear(path, this.#tree.kind(path));
    return this.#tree.createFile(path, mode);
  }

  #hardLink(path: readonly string[], entry: TarEntry): void {
    const names = splitMemberPath(entry.link);
    const target = this.#tree.resolve(names);
    if (target.join('/') === path.join('/')) return;
    const kind = this.#tree.kind(target);
    if (names.length === 0 || kind === 'directory') {
      throw malformedLayer(`the hard link ${JSON.stringify(entry.path)} is to no file`);
    }
    this.#settlement.ensureParents(path);
    this.#clear(path, this.#tree.kind(path));
    if (kind === 'missing') this.#settlement.linkToLower(path, target);
    else this.#tree.makeHardLink(path, target);
  }

  #clear(path: readonly string[], kind: ReturnType<PrivateTree['kind']>): void {
    this.#settlement.forgetLink(path);
    if (kind === 'missing') return;
    if (kind === 'directory') this.#settlement.noteHidden(path);
    this.#tree.remove(path);
  }

  #setFacts(path: readonly string[], entry: TarEntry): void {
    this.#tree.setFacts(path, entry);
    this.#setXattrs(path, entry);
  }

  /** trusted.* belongs to overlayfs and the host: no layer may set it. */
  #setXattrs(path: readonly string[], { xattrs, type }: TarEntry): void {
    // A directory's may be handed down to files that are made after them (acl(5), "Object creation and default ACLs").
    if (xattrs.size > 0) this.#tree.flush();
    for (const [name, value] of xattrs) {
      // The kernel takes user.* for files and directories only (xattr(7)).
      const impossible = name.startsWith('user.') && type !== 'file' && type !== 'directory';
      if (name.startsWith('trusted.') || name.includes('\0') || impossible) continue;
      this.#syscalls.setXattr(this.#tree.hostPath(path), name, value);
    }
  }
}
