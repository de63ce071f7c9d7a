import { existsSync } from 'node:fs';
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { joinAll } from './join-all.ts';
import type { Mount } from './mounts.ts';
import { errnoOf, systemError } from './system-error.ts';

/** One mounted cgroup hierarchy: on v2 there is one, on v1 one per controller, and hybrid hosts have both. */
export interface CgroupHierarchy {
  readonly mountpoint: string;
  readonly version: 1 | 2;
  /** v1 controllers, among them names such as `name=systemd`; empty on v2. */
  readonly controllers: readonly string[];
}

const v1FlagOptions: ReadonlySet<string> = new Set(['rw', 'ro', 'xattr', 'noprefix', 'clone_children']);

/** The hierarchies that are mounted; the first mount of each counts, later ones are its copies for others. */
export function cgroupHierarchies(mounts: readonly Mount[]): CgroupHierarchy[] {
  const byKey = new Map<string, CgroupHierarchy>();
  for (const { type, mountpoint, superOptions } of mounts) {
    if (type !== 'cgroup' && type !== 'cgroup2') continue;
    const controllers = type === 'cgroup' ? superOptions.filter((option) => !v1FlagOptions.has(option)) : [];
    const key = controllers.join(',');
    if (!byKey.has(key)) byKey.set(key, { mountpoint, version: type === 'cgroup' ? 1 : 2, controllers });
  }
  return [...byKey.values()];
}

/** True on a host where controllers live in the v2 hierarchy alone. */
export function isUnified(hierarchies: readonly CgroupHierarchy[]): boolean {
  return hierarchies.every((hierarchy) => hierarchy.version === 2);
}

/** Where one controller counts a container. */
export interface ControllerDirectory {
  readonly version: 1 | 2;
  readonly directory: string;
}

/** Finds a controller in its own v1 hierarchy, or else in the v2 one: a hybrid host may have some here and some there. */
export function controllerDirectory(
  hierarchies: readonly CgroupHierarchy[],
  controller: string,
  path: string,
): ControllerDirectory | undefined {
  const hierarchy =
    hierarchies.find(({ controllers }) => controllers.includes(controller)) ??
    hierarchies.find(({ version }) => version === 2);
  return hierarchy && { version: hierarchy.version, directory: join(hierarchy.mountpoint, path) };
}

/**
 * Whether a v1 controller has one of these files, which depends on how the kernel was built and booted. True on v2, where
 * the root cgroup does not show it.
 */
export function controllerHas(
  hierarchies: readonly CgroupHierarchy[],
  controller: string,
  files: readonly string[],
): boolean {
  const own = hierarchies.find(({ controllers }) => controllers.includes(controller));
  return own === undefined || files.some((file) => existsSync(join(own.mountpoint, file)));
}

/** A cgroup that is there to tell services apart, not to limit what is in it. */
export interface ServiceCgroup {
  /** Its directory in the v2 hierarchy, where there is one. */
  readonly v2: string | undefined;
  /** Its directories in named v1 hierarchies. */
  readonly v1: readonly string[];
}

/** Makes a cgroup in the hierarchies by which a service manager knows what belongs to a service. */
export async function makeServiceCgroup(hierarchies: readonly CgroupHierarchy[], path: string): Promise<ServiceCgroup> {
  const make = async ({ mountpoint }: CgroupHierarchy): Promise<string> => {
    const directory = join(mountpoint, path);
    try {
      await mkdir(directory, { recursive: true });
    } catch (error) {
      throw systemError(error, `create the cgroup ${directory}`);
    }
    return directory;
  };
  const isNamed = ({ controllers }: CgroupHierarchy) => controllers.some((name) => name.startsWith('name='));
  const v2 = hierarchies.filter(({ version }) => version === 2);
  const [[unified], v1] = await joinAll([joinAll(v2.map(make)), joinAll(hierarchies.filter(isNamed).map(make))]);
  return { v2: unified, v1 };
}

/** Removes a cgroup from every hierarchy where it is empty. One that is in use, or not there, is left alone. */
export async function removeCgroup(hierarchies: readonly CgroupHierarchy[], path: string): Promise<void> {
  for (const { mountpoint } of hierarchies) {
    try {
      await rmdir(join(mountpoint, path));
    } catch (error) {
      const errno = errnoOf(error);
      if (errno !== 'ENOENT' && errno !== 'EBUSY' && errno !== 'ENOTEMPTY') {
        throw systemError(error, `remove the cgroup ${join(mountpoint, path)}`);
      }
    }
  }
}

/** Names of the cgroups directly below a path, over all hierarchies. */
export async function listCgroups(hierarchies: readonly CgroupHierarchy[], path: string): Promise<string[]> {
  const names = new Set<string>();
  for (const { mountpoint } of hierarchies) {
    const entries = await readdir(join(mountpoint, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isDirectory()) names.add(entry.name);
  }
  return [...names];
}
