import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { join, posix } from 'node:path';
import { errnoOf } from './system-error.ts';

/** As many as the kernel follows (path_resolution(7)). */
const maxSymlinks = 40;

export interface ConfinedFile {
  /** Path on the host, without any link in it. */
  readonly hostPath: string;
  readonly kind: 'file' | 'directory' | 'other';
  readonly executable: boolean;
}

/**
 * What a path means to a process whose root is `root`: links are followed inside it and `..` stops at it, so the
 * answer never lies outside, whatever the tree holds. Undefined when there is nothing. The tree may change right after:
 * good for telling a user what is wrong, not for opening what was found. Synchronous, because a walk of dozens of steps
 * would wait dozens of times for a worker thread.
 */
export function resolveConfined(root: string, path: string): ConfinedFile | undefined {
  const pending = path.split('/').toReversed();
  let inside = '/';
  let symlinks = 0;
  let facts = lstatOrUndefined(root);
  if (facts === undefined) return undefined;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '' || name === '.') continue;
    if (!facts.isDirectory()) return undefined;
    const next = posix.join(inside, name);
    const nextFacts: Stats | undefined = lstatOrUndefined(join(root, next));
    if (nextFacts === undefined) return undefined;
    if (nextFacts.isSymbolicLink()) {
      symlinks += 1;
      if (symlinks > maxSymlinks) return undefined;
      const target = readlinkSync(join(root, next));
      pending.push(...target.split('/').toReversed());
      if (target.startsWith('/')) inside = '/';
      facts = lstatSync(join(root, inside));
    } else {
      inside = next;
      facts = nextFacts;
    }
  }
  return {
    hostPath: join(root, inside),
    kind: facts.isFile() ? 'file' : facts.isDirectory() ? 'directory' : 'other',
    executable: facts.isFile() && (facts.mode & 0o111) !== 0,
  };
}

function lstatOrUndefined(path: string): Stats | undefined {
  try {
    // Without an error for what is not there: most looks are along PATH, and an error costs more than the look.
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOTDIR' || errno === 'ENAMETOOLONG') return undefined;
    throw error;
  }
}
