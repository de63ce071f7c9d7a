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

/**
 * The name of a member that is directly in `directory`, which was split before and ends with a slash or is empty.
 * Undefined: it is elsewhere, or `splitMemberPath` has to have a closer look.
 */
export function plainNameIn(directory: string, path: string): string | undefined {
  const isThere = path.startsWith(directory) && path.indexOf('/', directory.length) === -1;
  // A character is no more than three bytes for each of its units.
  if (!isThere || 3 * path.length > maxPathBytes) return undefined;
  const name = path.slice(directory.length);
  const isPlain = name !== '' && name !== '.' && name !== '..' && 3 * name.length <= maxNameBytes;
  return isPlain && !name.includes('\0') ? name : undefined;
}
