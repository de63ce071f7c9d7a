import type { FileChange } from '../../api/image.ts';
import { readdirNames } from '../../host/directories.ts';
import { LayerChain, opaqueAttribute } from '../../host/layer-chain.ts';
import { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { type TreeNode, walkTree } from '../../host/tree-walk.ts';
import { walkCopy } from '../copy/copied-tree.ts';

export interface TreeChangesTask {
  /** Upper directory of an overlay, or a copy of what is below. */
  readonly upper: string;
  /** Directories of the layers below, top first. */
  readonly lower: readonly string[];
  /** Paths that are left out with all below, without a slash in front. */
  readonly leftOut: readonly string[];
  /** Of a copy: when it was complete, in ms since the epoch. */
  readonly copiedAtMs?: number | undefined;
}

const batchSize = 1000;

/** Tells what an upper directory changes of the layers below it, some at a time. */
export function findTreeChanges(task: TreeChangesTask, report: (changes: readonly FileChange[]) => void): void {
  const syscalls = new TreeSyscalls();
  const chain = new LayerChain(task.lower, syscalls);
  const leftOut = new Set(task.leftOut);
  let batch: FileChange[] = [];
  const note = (kind: FileChange['kind'], path: string): void => {
    batch.push({ kind, path: `/${path}` });
    if (batch.length < batchSize) return;
    report(batch);
    batch = [];
  };
  const { upper, copiedAtMs } = task;
  const nodes = copiedAtMs === undefined ? walkTree(upper, syscalls) : walkCopy(upper, chain, copiedAtMs, syscalls);
  for (const node of nodes) {
    if (node.path === '' || leftOut.has(node.path)) continue;
    noteNode(node, chain, note);
  }
  report(batch);
}

function noteNode(node: TreeNode, chain: LayerChain, note: (kind: FileChange['kind'], path: string) => void): void {
  const { path, xattrs, hostPath } = node;
  const below = chain.find(path.split('/'));
  if (node.isWhiteout) {
    if (below !== undefined) note('deleted', path);
    return;
  }
  note(below === undefined ? 'added' : 'changed', path);
  const isOpaque = xattrs.get(opaqueAttribute)?.toString() === 'y';
  if (!isOpaque || below?.stats.isDirectory() !== true) return;
  const kept = new Set(readdirNames(hostPath));
  for (const name of chain.namesIn(path.split('/'))) if (!kept.has(name)) note('deleted', `${path}/${name}`);
}
