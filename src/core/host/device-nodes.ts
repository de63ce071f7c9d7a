import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface DeviceNode {
  readonly type: 'b' | 'c';
  readonly major: number;
  readonly minor: number;
  readonly fileMode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Undefined when the path leads to no device node. */
export async function readDeviceNode(path: string): Promise<DeviceNode | undefined> {
  const facts = await stat(path, { bigint: true }).catch(() => undefined);
  if (facts === undefined || !(facts.isBlockDevice() || facts.isCharacterDevice())) return undefined;
  const { rdev } = facts;
  return {
    type: facts.isBlockDevice() ? 'b' : 'c',
    ...deviceNumbers(rdev),
    fileMode: Number(facts.mode & 0o7777n),
    uid: Number(facts.uid),
    gid: Number(facts.gid),
  };
}

/** Of a device by what stat(2) says of it, as makedev(3) puts it together. */
export function deviceNumbers(rdev: bigint): { readonly major: number; readonly minor: number } {
  return {
    major: Number(((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & 0xfffff000n)),
    minor: Number((rdev & 0xffn) | ((rdev >> 12n) & 0xffffff00n)),
  };
}

/** What a container has of its own there. */
const ownPlaces: ReadonlySet<string> = new Set(['pts', 'shm', 'mqueue', 'fd', 'console', 'ptmx', 'hugepages']);

/** Paths of the device nodes below a directory; links are not followed. */
export async function listDeviceNodes(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter(({ name }) => !ownPlaces.has(name))
    .map(async (entry): Promise<string[]> => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return await listDeviceNodes(path);
      return entry.isBlockDevice() || entry.isCharacterDevice() ? [path] : [];
    });
  return (await Promise.all(paths)).flat();
}
