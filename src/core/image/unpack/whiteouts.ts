import { type LayerChain, opaqueAttribute } from '../../host/layer-chain.ts';
import type { PrivateTree } from '../../host/private-tree.ts';
import type { TreeSyscalls } from '../../host/tree-syscalls.ts';

/**
 * What a layer hides of those below, in overlay's way: a character device 0:0 in the place of a name, an attribute on a
 * directory. What would hide nothing is left out.
 */
export class Whiteouts {
  readonly #tree: PrivateTree;
  readonly #lower: LayerChain;
  readonly #syscalls: TreeSyscalls;
  readonly #ensureParents: (path: readonly string[]) => void;
  /** Paths whose lower content does not show any more, whatever takes their place. */
  readonly #hidden = new Set<string>();
  readonly #devices = new Set<string>();

  constructor(
    tree: PrivateTree,
    lower: LayerChain,
    syscalls: TreeSyscalls,
    ensureParents: (path: readonly string[]) => void,
  ) {
    this.#tree = tree;
    this.#lower = lower;
    this.#syscalls = syscalls;
    this.#ensureParents = ensureParents;
  }

  /** A whiteout is about the layers below: what this layer itself has there stays. */
  hide(path: readonly string[]): void {
    this.noteHidden(path);
    const kind = this.#tree.kind(path);
    if (kind === 'directory') this.#markOpaque(path);
    if (kind !== 'missing' || this.#lower.find(path) === undefined) return;
    this.#ensureParents(path);
    this.#syscalls.makeNode(this.#tree.hostPath(path), 'character', 0, 0, 0);
    this.#devices.add(path.join('/'));
  }

  /** Nothing of a directory's content below shows. */
  opaque(path: readonly string[]): void {
    if (path.length === 0) {
      // Overlay's root cannot be opaque.
      for (const name of this.#lower.rootNames()) this.hide([name]);
      return;
    }
    if (this.#lower.find(path)?.stats.isDirectory()) this.#ensureParents([...path, '.']);
    this.noteHidden(path);
    if (this.#tree.kind(path) === 'directory') this.#markOpaque(path);
  }

  /** A directory in a place where lower layers may have one that must not show through. */
  makeDirectory(path: readonly string[]): void {
    this.#tree.makeDirectory(path);
    this.#devices.delete(path.join('/'));
    if (this.#hidden.has(path.join('/'))) this.#markOpaque(path);
  }

  noteHidden(path: readonly string[]): void {
    this.#hidden.add(path.join('/'));
  }

  /** What is there is being removed. */
  forgetDevice(path: readonly string[]): void {
    this.#devices.delete(path.join('/'));
  }

  /** The path itself, or a directory on the way to it. */
  isHidden(path: readonly string[]): boolean {
    return path.some((_, index) => this.#hidden.has(path.slice(0, index + 1).join('/')));
  }

  isWhiteout(path: readonly string[]): boolean {
    return this.#devices.has(path.join('/'));
  }

  #markOpaque(path: readonly string[]): void {
    if (!this.#lower.find(path)?.stats.isDirectory()) return;
    this.#syscalls.setXattr(this.#tree.hostPath(path), opaqueAttribute, Buffer.from('y'));
  }
}
