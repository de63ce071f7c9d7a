import { chmod, chown, stat } from 'node:fs/promises';
import { errnoOf, systemError } from './system-error.ts';

/** The mode bits of what a path leads to, such as 0o755. */
export async function permissionsOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode & 0o7777;
  } catch (error) {
    throw systemError(error, `look at ${path}`);
  }
}

/** False when there is nothing. */
export async function setPermissions(path: string, mode: number): Promise<boolean> {
  try {
    await chmod(path, mode);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw systemError(error, `set the permissions of ${path}`);
  }
}

/** Gives it to a group; the owner is root. */
export async function setGroup(path: string, gid: number): Promise<void> {
  try {
    await chown(path, 0, gid);
  } catch (error) {
    throw systemError(error, `set the group of ${path}`);
  }
}
