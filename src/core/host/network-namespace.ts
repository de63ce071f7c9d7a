import { open, statfs, unlink } from 'node:fs/promises';
import type { Syscalls } from './syscalls.ts';
import { errnoOf, systemError } from './system-error.ts';

/** Keeps a network namespace that there is, such as `/proc/1/ns/net`. */
export async function pinNetworkNamespace(source: string, path: string, syscalls: Syscalls): Promise<void> {
  await makeMountpoint(path);
  syscalls.bindMount(source, path);
}

/** Lets go of a namespace; one that is not pinned is not an error. */
export async function unpinNetworkNamespace(path: string, syscalls: Syscalls): Promise<void> {
  await syscalls.unmount(path);
  try {
    await unlink(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw systemError(error, `remove ${path}`);
  }
}

async function makeMountpoint(path: string): Promise<void> {
  try {
    await (await open(path, 'w', 0o600)).close();
  } catch (error) {
    throw systemError(error, `create ${path}`);
  }
}

/** NSFS_MAGIC of statfs(2). */
const nsfsMagic = 0x6e736673;

/** Whether a namespace is mounted there, and not only the empty file for it. */
export async function isPinnedNamespace(path: string): Promise<boolean> {
  try {
    return (await statfs(path)).type === nsfsMagic;
  } catch {
    return false;
  }
}
