import { readWholeFile } from '../../host/file-source.ts';
import type { LowerFile } from '../../host/layer-chain.ts';
import type { PrivateTree } from '../../host/private-tree.ts';
import type { TreeSyscalls } from '../../host/tree-syscalls.ts';

/** Copies a file of a lower layer with all that belongs to it, except what is overlay's. */
export function copyLowerFile(
  { hostPath, stats }: LowerFile,
  tree: PrivateTree,
  path: readonly string[],
  syscalls: TreeSyscalls,
): void {
  const file = tree.createFile(path);
  try {
    for (const chunk of readWholeFile(hostPath)) file.write(chunk);
    file.setFacts({ mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid, mtime: stats.mtimeMs / 1000 });
  } finally {
    file.close();
  }
  for (const name of syscalls.listXattrs(hostPath)) {
    const value = name.startsWith('trusted.') ? undefined : syscalls.getXattr(hostPath, name);
    if (value !== undefined) syscalls.setXattr(tree.hostPath(path), name, value);
  }
}
