import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { readdirNames } from './directories.ts';
import { isWhiteout, opaqueAttribute } from './layer-chain.ts';
import type { TreeSyscalls } from './tree-syscalls.ts';

/** Something in a tree of files. */
export interface TreeNode {
  /** From the root of the tree, without a slash in front; empty for the root itself. */
  readonly path: string;
  readonly hostPath: string;
  readonly stats: Stats;
  /** It stands for nothing: what layers below have there does not show. */
  readonly isWhiteout: boolean;
  /** Target of a symbolic link; empty for anything else. */
  readonly link: string;
  readonly xattrs: ReadonlyMap<string, Buffer>;
}

/** Everything in a tree, directories before what is in them, by name. No link is followed. Synchronous: for threads. */
export function* walkTree(root: string, syscalls: TreeSyscalls): Generator<TreeNode> {
  const pending = [''];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const node = nodeAt(path, path === '' ? root : `${root}/${path}`, syscalls);
    // What is in use may have lost something meanwhile.
    if (node === undefined) continue;
    yield node;
    if (!node.stats.isDirectory()) continue;
    const below = readdirNames(node.hostPath).toSorted();
    for (const name of below.toReversed()) pending.push(joined(path, name));
  }
}

/** As walkTree, of what layers of overlayfs show together; top first. */
export function* walkLayers(layers: readonly string[], syscalls: TreeSyscalls): Generator<TreeNode> {
  const pending: { readonly path: string; readonly places: readonly string[] }[] = [{ path: '', places: layers }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, places } = next;
    const node = nodeAt(path, places[0] ?? '', syscalls);
    if (node === undefined || node.isWhiteout) continue;
    yield node;
    if (!node.stats.isDirectory()) continue;
    const directories = path === '' ? places : mergedDirectories(places, syscalls);
    const below = new Map<string, string[]>();
    for (const directory of directories) {
      for (const name of readdirNames(directory)) {
        const known = below.get(name);
        if (known === undefined) below.set(name, [`${directory}/${name}`]);
        else known.push(`${directory}/${name}`);
      }
    }
    for (const name of [...below.keys()].toSorted().toReversed()) {
      pending.push({ path: joined(path, name), places: below.get(name) ?? [] });
    }
  }
}

/** The directories of the same path whose content shows: down to one that is opaque, or to what is none. */
function mergedDirectories(places: readonly string[], syscalls: TreeSyscalls): string[] {
  const directories: string[] = [];
  for (const place of places) {
    if (lstatSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) break;
    directories.push(place);
    if (syscalls.getXattr(place, opaqueAttribute)?.toString() === 'y') break;
  }
  return directories;
}

function nodeAt(path: string, hostPath: string, syscalls: TreeSyscalls): TreeNode | undefined {
  const stats = lstatSync(hostPath, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const link = stats.isSymbolicLink() ? readlinkSync(hostPath) : '';
  const values = syscalls.listXattrs(hostPath).map((name) => [name, syscalls.getXattr(hostPath, name)] as const);
  const xattrs = new Map(values.filter((pair): pair is [string, Buffer] => pair[1] !== undefined));
  return { path, hostPath, stats, isWhiteout: isWhiteout(stats), link, xattrs };
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
