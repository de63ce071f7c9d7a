import { type LayerChain, type LowerFile, opaqueAttribute } from '../../host/layer-chain.ts';
import type { PrivateTree } from '../../host/private-tree.ts';
import type { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { copyLowerFacts, copyLowerFile } from './lower-copy.ts';
import { malformedLayer } from './malformed-layer.ts';

interface LowerLink {
  readonly path: readonly string[];
  readonly target: readonly string[];
  /** The layer hid the target before it linked to it. */
  readonly isHidden: boolean;
}

/**
 * What a layer says about those below it, in overlay's way: a character device 0:0 in the place of a name it hides, an
 * attribute on a directory that hides all below it. Until the layers below are there, it is only noted. What would hide
 * nothing is left out.
 */
export class LayerSettlement {
  readonly #tree: PrivateTree;
  readonly #syscalls: TreeSyscalls;
  /** Paths whose lower content does not show any more, whatever takes their place. */
  readonly #hidden = new Set<string>();
  /** Directories whose lower content does not show, though they themselves may be as below. */
  readonly #opaque = new Set<string>();
  /** Directories that the archive does not name: they are as they are below, else root's. The root is one until then. */
  readonly #implicit = new Set<string>(['']);
  readonly #links = new Map<string, LowerLink>();

  constructor(tree: PrivateTree, syscalls: TreeSyscalls) {
    this.#tree = tree;
    this.#syscalls = syscalls;
  }

  /** A whiteout is about the layers below: what this layer itself has there stays. */
  hide(path: readonly string[]): void {
    this.noteHidden(path);
  }

  /** Nothing of a directory's content below shows. */
  opaque(path: readonly string[]): void {
    this.#opaque.add(path.join('/'));
  }

  noteHidden(path: readonly string[]): void {
    this.#hidden.add(path.join('/'));
  }

  /** The archive itself says what a directory is like. */
  isExplicit(path: readonly string[]): void {
    this.#implicit.delete(path.join('/'));
  }

  makeDirectory(path: readonly string[]): void {
    this.#tree.makeDirectory(path);
  }

  ensureParents(path: readonly string[]): void {
    const parent = path.slice(0, -1);
    const kind = this.#tree.kind(parent);
    if (kind === 'directory') return;
    if (kind !== 'missing') {
      throw malformedLayer(`${JSON.stringify(parent.join('/'))} is used as a directory and is none`);
    }
    this.ensureParents(parent);
    this.makeDirectory(parent);
    this.#implicit.add(parent.join('/'));
  }

  /** A hard link to a file that this layer does not have. */
  linkToLower(path: readonly string[], target: readonly string[]): void {
    this.#links.set(path.join('/'), { path, target, isHidden: this.#isHidden(target) });
  }

  /** There are some whose place could be taken. */
  get hasLinks(): boolean {
    return this.#links.size > 0;
  }

  /** Something else takes its place. */
  forgetLink(path: readonly string[]): void {
    if (this.hasLinks) this.#links.delete(path.join('/'));
  }

  /** Does what was noted. Gives the bytes of the files that had to be copied. */
  settle(lower: LayerChain): number {
    let bytes = 0;
    for (const link of this.#links.values()) bytes += this.#linkLower(link, lower);
    // Overlay's root cannot be opaque.
    if (this.#opaque.delete('')) for (const name of lower.rootNames()) this.hide([name]);
    for (const key of this.#opaque) this.#settleOpaque(key.split('/'), lower);
    for (const key of this.#hidden) this.#settleHidden(key.split('/'), lower);
    for (const key of this.#implicit) this.#settleImplicit(key === '' ? [] : key.split('/'), lower);
    return bytes;
  }

  /** A file of a lower layer that gets one more name has to be in this layer too, as overlayfs itself would do it. */
  #linkLower({ path, target, isHidden }: LowerLink, lower: LayerChain): number {
    const found = isHidden ? undefined : lower.find(target);
    if (found === undefined || !found.stats.isFile() || this.#tree.kind(path) !== 'missing') {
      const [from, to] = [path, target].map((names) => JSON.stringify(names.join('/')));
      throw malformedLayer(`the hard link ${from} is to ${to}, which is missing`);
    }
    this.ensureParents(path);
    if (this.#tree.kind(target) === 'missing') {
      this.ensureParents(target);
      copyLowerFile(found, this.#tree, target, this.#syscalls);
      this.#tree.makeHardLink(path, target);
    } else {
      // The name belongs to something else by now.
      copyLowerFile(found, this.#tree, path, this.#syscalls);
    }
    return found.stats.size;
  }

  #settleOpaque(path: readonly string[], lower: LayerChain): void {
    if (this.#isBelowHidden(path) || !isDirectory(lower.find(path))) return;
    this.ensureParents([...path, '.']);
    this.#markOpaque(path);
  }

  #settleHidden(path: readonly string[], lower: LayerChain): void {
    const below = this.#isBelowHidden(path) ? undefined : lower.find(path);
    if (below === undefined) return;
    const kind = this.#tree.kind(path);
    if (kind === 'directory' && isDirectory(below)) this.#markOpaque(path);
    if (kind !== 'missing') return;
    this.ensureParents(path);
    this.#syscalls.makeNode(this.#tree.hostPath(path), 'character', 0, 0, 0);
  }

  #settleImplicit(path: readonly string[], lower: LayerChain): void {
    if (this.#tree.kind(path) !== 'directory') return;
    const below = this.#isHidden(path) ? undefined : lower.find(path);
    if (isDirectory(below)) copyLowerFacts(below, this.#tree, path, this.#syscalls);
    else if (path.length > 0) this.#tree.setFacts(path, { mode: 0o755, uid: 0, gid: 0, mtime: 0 });
  }

  #isHidden(path: readonly string[]): boolean {
    return this.#hidden.has(path.join('/')) || this.#isBelowHidden(path);
  }

  /** A directory on the way to it hides what is below. */
  #isBelowHidden(path: readonly string[]): boolean {
    return path.slice(0, -1).some((_, index) => {
      const key = path.slice(0, index + 1).join('/');
      return this.#hidden.has(key) || this.#opaque.has(key);
    });
  }

  #markOpaque(path: readonly string[]): void {
    this.#syscalls.setXattr(this.#tree.hostPath(path), opaqueAttribute, Buffer.from('y'));
  }
}

function isDirectory(file: LowerFile | undefined): file is LowerFile {
  return file?.stats.isDirectory() === true;
}
