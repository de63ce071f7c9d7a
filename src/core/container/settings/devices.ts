import type { DeviceMapping } from '../../api/settings.ts';
import { listDeviceNodes, readDeviceNode } from '../../host/device-nodes.ts';
import type { SpecDevice } from '../../runtime/spec-settings.ts';
import { invalid } from './invalid.ts';

/** The devices asked for; a privileged container has those of the host as well. */
export async function planDevices(devices: readonly DeviceMapping[], privileged: boolean): Promise<SpecDevice[]> {
  const asked = await Promise.all(devices.map(planDevice));
  if (!privileged) return asked;
  const hosts = await Promise.all((await listDeviceNodes('/dev')).map(hostDevice));
  const taken = new Set(asked.map(({ path }) => path));
  return [...asked, ...hosts.flat().filter(({ path }) => !taken.has(path))];
}

async function planDevice({ source, target, access }: DeviceMapping): Promise<SpecDevice> {
  if (!source.startsWith('/') || !/^\/[^\0]+$/.test(target)) {
    throw invalid(
      `the device ${JSON.stringify(source)} or its place ${JSON.stringify(target)} is not an absolute path`,
    );
  }
  if (!/^[rwm]{1,3}$/.test(access)) {
    throw invalid(`"${access}" is no access to a device`, 'Give some of r (read), w (write) and m (mknod).');
  }
  const node = await readDeviceNode(source);
  if (node === undefined) throw invalid(`${source} is not a device of this machine`);
  return { ...node, path: target, access };
}

/** Gone meanwhile: not there. */
async function hostDevice(path: string): Promise<SpecDevice[]> {
  const node = await readDeviceNode(path);
  return node === undefined ? [] : [{ ...node, path, access: 'rwm' }];
}
