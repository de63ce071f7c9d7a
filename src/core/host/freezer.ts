import { join } from 'node:path';
import type { CgroupHierarchy } from './cgroups.ts';
import { readHead } from './files.ts';

/** True when the kernel holds the processes of a cgroup still, or is about to. */
export async function isFrozen(hierarchies: readonly CgroupHierarchy[], path: string): Promise<boolean> {
  for (const { mountpoint, version, controllers } of hierarchies) {
    // v1: `THAWED`, `FREEZING` or `FROZEN`; v2: `1` when somebody asked for it.
    if (version === 1 && !controllers.includes('freezer')) continue;
    const file = join(mountpoint, path, version === 1 ? 'freezer.state' : 'cgroup.freeze');
    if (/^(?:FR|1)/.test((await readHead(file, 8)).toString('latin1'))) return true;
  }
  return false;
}
