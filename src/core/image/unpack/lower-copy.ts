import { readWholeFile } from '../../host/file-source.ts';
import type { LowerFile } from '../../host/layer-chain.ts';
import type { PrivateTree } from '../../host/private-tree.ts';
import type { TreeFacts } from '../../host/tree-file.ts';
import type { TreeSyscalls } from '../../host/tree-syscalls.ts';

/** Copies a file of a lower layer with all that belongs to it, except what is overlay's. */
export function copyLowerFile(
  lower: LowerFile,
  tree: PrivateTree,
  path: readonly string[],
  syscalls: TreeSyscalls,
): void {
  const facts = factsOf(lower);
  const file = tree.createFile(path, facts.mode);
  try {
    for (const chunk of readWholeFile(lower.hostPath)) file.write(chunk);
    file.setFacts(facts);
  } finally {
    file.close();
  }
  copyXattrs(lower.hostPath, tree.hostPath(path), syscalls);
}

/** Gives something owner, mode, time and attributes of what a lower layer has. */
export function copyLowerFacts(
  lower: LowerFile,
  tree: PrivateTree,
  path: readonly string[],
  syscalls: TreeSyscalls,
): void {
  tree.setFacts(path, factsOf(lower));
  copyXattrs(lower.hostPath, tree.hostPath(path), syscalls);
}

function factsOf({ stats }: LowerFile): TreeFacts {
  return { mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid, mtime: stats.mtimeMs / 1000 };
}

function copyXattrs(from: string, to: string, syscalls: TreeSyscalls): void {
  for (const name of syscalls.listXattrs(from)) {
    const value = name.startsWith('trusted.') ? undefined : syscalls.getXattr(from, name);
    if (value !== undefined) syscalls.setXattr(to, name, value);
  }
}
