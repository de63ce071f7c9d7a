import { dirname } from 'node:path';
import { ConmanError } from '../../errors/index.ts';
import { type IdMaps, toHostId } from '../../host/id-maps.ts';
import { permissionsOf, setGroup, setPermissions } from '../../host/permissions.ts';
import type { EngineConfig } from '../config.ts';
import { type ContainerPaths, containersDirectory } from '../paths.ts';

const othersMayPass = 0o001;
const groupMayPass = 0o710;

/**
 * Lets the first process of a container, which is nobody on the host, come to its root file system: the runtime mounts it
 * with that process's rights. Nothing on the way can be listed, and the container's own directory is passed by its root
 * alone.
 */
export async function makeReachable(config: EngineConfig, { directory }: ContainerPaths, maps: IdMaps): Promise<void> {
  for (const path of [config.libRoot, containersDirectory(config)]) {
    await setPermissions(path, (await permissionsOf(path)) | othersMayPass);
  }
  for (let path = dirname(config.libRoot); path !== '/'; path = dirname(path)) {
    if (((await permissionsOf(path)) & othersMayPass) === 0) throw unreachable(path);
  }
  await setGroup(directory, toHostId(maps.gids, 0) ?? 0);
  await setPermissions(directory, groupMayPass);
}

function unreachable(path: string): ConmanError {
  return new ConmanError('failed-precondition', `a container with user ids of its own cannot come through ${path}`, {
    hint: `Let everybody pass it (chmod o+x ${path}), or keep conmand's lib root elsewhere (--lib-root).`,
  });
}
