import { join } from 'node:path';
import type { CgroupHierarchy } from '../host/cgroups.ts';

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
