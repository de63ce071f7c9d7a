import { readdirSync } from 'node:fs';
import { chmod, chown, mkdir, open, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { type IdMaps, toHostId } from './id-maps.ts';
import { errnoOf, systemError } from './system-error.ts';
import type { TreeSyscalls } from './tree-syscalls.ts';

/** Makes a directory and its parents; one that exists is left as it is. */
export async function makeDirectory(path: string, mode = 0o700): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode });
  } catch (error) {
    throw systemError(error, `create the directory ${path}`);
  }
}

/** Like makeDirectory, with exactly this mode whatever the umask. */
export async function makeDirectoryWithMode(path: string, mode: number): Promise<void> {
  await makeDirectory(path, mode);
  await chmod(path, mode);
}

/** Gives a directory the owner, mapped where there are maps, and the mode of another one. */
export async function copyDirectoryFacts(from: string, to: string, maps?: IdMaps): Promise<void> {
  try {
    const { uid, gid, mode } = await stat(from);
    const owner = maps === undefined ? { uid, gid } : { uid: toHostId(maps.uids, uid), gid: toHostId(maps.gids, gid) };
    await chown(to, owner.uid ?? uid, owner.gid ?? gid);
    await chmod(to, mode & 0o7777);
  } catch (error) {
    throw systemError(error, `copy the owner and mode of ${from} to ${to}`);
  }
}

/** Names in a directory; none when it does not exist. */
export async function listDirectory(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw systemError(error, `list ${path}`);
  }
}

/** Names in a directory; none in what is no directory. Synchronous: for threads. */
export function readdirNames(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return [];
    throw systemError(error, `list ${path}`);
  }
}

/** Removes a directory and what is in it. Never follows a link; the caller makes sure that nothing is mounted below. */
export async function removeTree(path: string): Promise<void> {
  try {
    // Somebody who ends may still put a file there (ENOTEMPTY).
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  } catch (error) {
    throw systemError(error, `remove ${path}`);
  }
}

/** Removes a directory with nothing in it; one that is gone, or has something in it, is left as it is. */
export async function removeDirectory(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EBUSY'].includes(errnoOf(error) ?? '')) throw systemError(error, `remove ${path}`);
  }
}

export async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, 'r');
  await directory.sync();
}

/** Everything written so far to the file system that `path` is on is on its disk when this resolves. */
export async function syncFileSystemOf(path: string, syscalls: TreeSyscalls): Promise<void> {
  await using directory = await open(path, 'r');
  await syscalls.syncFileSystem(directory.fd);
}
