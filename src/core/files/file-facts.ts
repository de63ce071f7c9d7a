import type { FileFacts, FileKind } from '../api/files.ts';
import type { FileStats } from '../host/confined-directory.ts';

export function fileKind(stats: FileStats): FileKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isCharacterDevice()) return 'character';
  if (stats.isBlockDevice()) return 'block';
  return stats.isFIFO() ? 'fifo' : 'socket';
}

export function fileFacts(name: string, stats: FileStats, linkTarget: string | undefined): FileFacts {
  return {
    name,
    kind: fileKind(stats),
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    sizeBytes: stats.size,
    modifiedAt: BigInt(Math.round(stats.mtimeMs * 1000)) * 1000n,
    ...(linkTarget !== undefined && { linkTarget }),
  };
}
