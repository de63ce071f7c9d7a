import { malformedArchive } from './malformed-archive.ts';

/** limits.h; overlayfs and every tool behind it have the same. */
const maxPathBytes = 4096;
const maxNameBytes = 255;
const maxDepth = 512;

/** The names on the way from the root to a member. An absolute path is meant inside the root; `..` is refused. */
export function splitMemberPath(path: string): string[] {
  if (path.includes('\0')) throw malformedArchive('a name contains a NUL character');
  const pathBytes = Buffer.byteLength(path);
  if (pathBytes > maxPathBytes) throw malformedArchive(`a path is longer than ${maxPathBytes} bytes`);
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.includes('..')) throw malformedArchive(`${JSON.stringify(path)} leads upwards`);
  if (names.length > maxDepth) throw malformedArchive(`a path is deeper than ${maxDepth} directories`);
  if (pathBytes > maxNameBytes && names.some((name) => Buffer.byteLength(name) > maxNameBytes)) {
    throw malformedArchive(`a name is longer than ${maxNameBytes} bytes`);
  }
  return names;
}
