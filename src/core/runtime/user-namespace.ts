import type { IdMaps } from '../host/id-maps.ts';
import { makeUserNamespace, type UserNamespace } from '../host/user-namespace.ts';

/** Makes a user namespace by our shim, which every machine with conman has. */
export async function openUserNamespace(shimPath: string, maps: IdMaps): Promise<UserNamespace> {
  return await makeUserNamespace([shimPath, '--user-namespace'], maps);
}
