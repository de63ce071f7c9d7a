import { type TarMember, tarEnd, tarHeader, tarPadding } from '../../files/tar-writer.ts';
import { readSizedFile } from '../../host/file-source.ts';
import { LayerChain, opaqueAttribute } from '../../host/layer-chain.ts';
import { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { type TreeNode, walkLayers, walkTree } from '../../host/tree-walk.ts';
import { walkCopy } from '../copy/copied-tree.ts';
import type { EntryType } from '../unpack/tar-header.ts';
import { opaqueMarker, whiteoutPrefix } from '../unpack/whiteout-names.ts';

/** What a thread needs to know to archive a tree. */
export interface TreeArchiveTask {
  /** Directories of overlayfs, top first. */
  readonly layers: readonly string[];
  /** `merged`: what they show together. `changes`: what the first one changes, with the whiteouts that archives have. */
  readonly form: 'merged' | 'changes';
  /** Paths that are left out with all below, without a slash in front. */
  readonly leftOut: readonly string[];
  /** The first one is a copy of the others, complete at this time, in ms since the epoch. */
  readonly copiedAtMs?: number | undefined;
}

/** Kept by whoever mounts and labels files on this host; another host has its own. */
const hostAttributes = /^(?:trusted\.|security\.selinux$)/;

/** Writes a tree of files as a tar archive. */
export function archiveTree(task: TreeArchiveTask, write: (chunk: Uint8Array) => void): void {
  const { form, leftOut } = task;
  const firstNames = new Map<string, string>();
  const out = new Set(leftOut);
  for (const node of nodesOf(task, new TreeSyscalls())) {
    if (isLeftOut(node.path, out)) continue;
    if (form === 'changes' && node.isWhiteout) write(tarHeader(whiteout(node)));
    else writeNode(node, firstNames, write);
    const isOpaque = form === 'changes' && node.xattrs.get(opaqueAttribute)?.toString() === 'y';
    if (isOpaque) write(tarHeader(plainFile(`${node.path}/${opaqueMarker}`, node.stats.mtimeMs)));
  }
  write(tarEnd);
}

function nodesOf({ layers, form, copiedAtMs }: TreeArchiveTask, syscalls: TreeSyscalls): Generator<TreeNode> {
  const [upper = '', ...lower] = layers;
  if (copiedAtMs === undefined) return form === 'merged' ? walkLayers(layers, syscalls) : walkTree(upper, syscalls);
  return form === 'merged'
    ? walkTree(upper, syscalls)
    : walkCopy(upper, new LayerChain(lower, syscalls), copiedAtMs, syscalls);
}

function isLeftOut(path: string, leftOut: ReadonlySet<string>): boolean {
  if (leftOut.size === 0) return false;
  const names = path.split('/');
  return names.some((_, index) => leftOut.has(names.slice(0, index + 1).join('/')));
}

function whiteout({ path, stats }: TreeNode): TarMember {
  const slash = path.lastIndexOf('/') + 1;
  return plainFile(`${path.slice(0, slash)}${whiteoutPrefix}${path.slice(slash)}`, stats.mtimeMs);
}

function plainFile(path: string, mtimeMs: number): TarMember {
  const nothing = { link: '', uid: 0, gid: 0, sizeBytes: 0, deviceMajor: 0, deviceMinor: 0 };
  return { ...nothing, type: 'file', path, mode: 0o644, mtime: mtimeMs / 1000, xattrs: new Map() };
}

/** A file with several names has its content under the first of them. Sockets exist only while somebody listens. */
function writeNode(node: TreeNode, firstNames: Map<string, string>, write: (chunk: Uint8Array) => void): void {
  const { path, stats, hostPath } = node;
  const type = typeOf(node);
  if (type === undefined) return;
  const identity = `${stats.dev}:${stats.ino}`;
  const first = stats.nlink > 1 && type !== 'directory' ? firstNames.get(identity) : undefined;
  if (first !== undefined) {
    write(tarHeader({ ...entryOf(node, 'hardlink'), link: first, sizeBytes: 0, xattrs: new Map() }));
    return;
  }
  if (stats.nlink > 1 && type !== 'directory') firstNames.set(identity, path);
  write(tarHeader(entryOf(node, type)));
  if (type !== 'file') return;
  for (const chunk of readSizedFile(hostPath, stats.size)) write(chunk);
  write(tarPadding(stats.size));
}

function typeOf({ stats }: TreeNode): EntryType | undefined {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isCharacterDevice()) return 'character';
  if (stats.isBlockDevice()) return 'block';
  return stats.isFIFO() ? 'fifo' : undefined;
}

function entryOf({ path, stats, link, xattrs }: TreeNode, type: EntryType): TarMember {
  const isDevice = type === 'character' || type === 'block';
  const number = isDevice ? BigInt(stats.rdev) : 0n;
  return {
    type,
    path: path === '' ? '.' : path,
    link,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    mtime: stats.mtimeMs / 1000,
    sizeBytes: type === 'file' ? stats.size : 0,
    // As glibc's gnu_dev_major(3).
    deviceMajor: Number(((number >> 8n) & 0xfffn) | ((number >> 32n) & 0xffff_f000n)),
    deviceMinor: Number((number & 0xffn) | ((number >> 12n) & 0xffff_ff00n)),
    xattrs: new Map([...xattrs].filter(([name]) => !hostAttributes.test(name))),
  };
}
