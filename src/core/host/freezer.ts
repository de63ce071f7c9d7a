import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CgroupHierarchy } from './cgroups.ts';
import { errnoOf, systemError } from './system-error.ts';
import { whenPossible } from './when-possible.ts';

/** The files by which the kernel holds the processes of a cgroup still, and what in them lets go. */
function freezers(hierarchies: readonly CgroupHierarchy[], path: string): { file: string; thawed: string }[] {
  return hierarchies.flatMap(({ mountpoint, version, controllers }) => {
    if (version === 2) return { file: join(mountpoint, path, 'cgroup.freeze'), thawed: '0' };
    return controllers.includes('freezer') ? { file: join(mountpoint, path, 'freezer.state'), thawed: 'THAWED' } : [];
  });
}

/** True when the kernel holds the processes of a cgroup still, or is about to; there may be no such cgroup. */
export async function isFrozen(hierarchies: readonly CgroupHierarchy[], path: string): Promise<boolean> {
  for (const { file } of freezers(hierarchies, path)) {
    // v1: `THAWED`, `FREEZING` or `FROZEN`; v2: `1` when somebody asked for it.
    if (/^(?:FR|1)/.test(await whenPossible(() => readState(file)))) return true;
  }
  return false;
}

async function readState(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENODEV'].includes(errnoOf(error) ?? '')) return '';
    throw systemError(error, `read ${file}`);
  }
}

/** Lets the processes of a cgroup go on, whoever holds them. */
export async function thawCgroup(hierarchies: readonly CgroupHierarchy[], path: string): Promise<void> {
  for (const { file, thawed } of freezers(hierarchies, path)) {
    await writeFile(file, thawed, { flag: 'r+' }).catch((error: unknown) => {
      // Of hybrid hosts' hierarchies only one has its freezer.
      if (errnoOf(error) !== 'ENOENT') throw systemError(error, `write ${file}`);
    });
  }
}
