import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { errnoOf, systemError } from './system-error.ts';

/** open(2): names a file without opening it for anything. */
const O_PATH = 0o10000000;

/** A file as the kernel tells it apart: the mount by which it was found (proc_pid_mountinfo(5), field 1), and its inode. */
export interface MountedFile {
  readonly mountId: bigint;
  readonly inode: bigint;
}

/** Undefined when there is no such file. */
export function mountedFile(path: string): MountedFile | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, O_PATH | constants.O_NOFOLLOW);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw systemError(error, `look at ${path}`);
  }
  try {
    const facts = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1');
    const mountId = BigInt(/^mnt_id:\s*(\d+)$/m.exec(facts)?.[1] ?? 0);
    return { mountId, inode: fstatSync(descriptor, { bigint: true }).ino };
  } finally {
    closeSync(descriptor);
  }
}
