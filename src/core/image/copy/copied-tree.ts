import { type LayerChain, lstatOrNothing } from '../../host/layer-chain.ts';
import type { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { type TreeNode, walkTree } from '../../host/tree-walk.ts';

const typeBits = 0o170000;

/**
 * What has become of a copy of layers, as the upper directory of an overlay would have it: what was touched since it was
 * made, with a whiteout for each thing that is gone.
 */
export function* walkCopy(
  copy: string,
  chain: LayerChain,
  copiedAtMs: number,
  syscalls: TreeSyscalls,
): Generator<TreeNode> {
  for (const node of walkTree(copy, syscalls)) {
    const names = node.path === '' ? [] : node.path.split('/');
    const below = chain.find(names);
    if (below === undefined || !isAsCopied(node.stats, below.stats, copiedAtMs)) yield node;
    if (!node.stats.isDirectory() || below?.stats.isDirectory() !== true) continue;
    for (const name of chain.namesIn(names)) {
      const gone = chain.find([...names, name]);
      const hostPath = `${node.hostPath}/${name}`;
      if (gone === undefined || lstatOrNothing(hostPath) !== undefined) continue;
      const path = [...names, name].join('/');
      yield { path, hostPath, stats: gone.stats, isWhiteout: true, link: '', xattrs: new Map() };
    }
  }
}

/** ctime tells of every change (inode(7)), but not that something of another name has taken the place. */
function isAsCopied(now: TreeNode['stats'], before: TreeNode['stats'], copiedAtMs: number): boolean {
  return (
    now.ctimeMs <= copiedAtMs &&
    (now.mode & typeBits) === (before.mode & typeBits) &&
    now.uid === before.uid &&
    now.gid === before.gid &&
    (now.isDirectory() || now.size === before.size) &&
    // A copy keeps a time to a fraction of a second.
    Math.abs(now.mtimeMs - before.mtimeMs) < 1000
  );
}
