import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CgroupHierarchy, controllerDirectory } from './cgroups.ts';
import { systemError } from './system-error.ts';

export interface DeviceRateLimit {
  readonly kind: 'read-bps' | 'write-bps' | 'read-iops' | 'write-iops';
  readonly major: number;
  readonly minor: number;
  /** Bytes or operations a second; 0 = no limit. */
  readonly rate: number;
}

const v1File = {
  'read-bps': 'blkio.throttle.read_bps_device',
  'write-bps': 'blkio.throttle.write_bps_device',
  'read-iops': 'blkio.throttle.read_iops_device',
  'write-iops': 'blkio.throttle.write_iops_device',
} as const;

const v2Key = { 'read-bps': 'rbps', 'write-bps': 'wbps', 'read-iops': 'riops', 'write-iops': 'wiops' } as const;

/** Limits how fast the processes of a cgroup use a device: blkio of cgroup v1, io.max of v2. */
export async function limitDeviceRate(
  hierarchies: readonly CgroupHierarchy[],
  cgroup: string,
  { kind, major, minor, rate }: DeviceRateLimit,
): Promise<void> {
  const v1 = controllerDirectory(hierarchies, 'blkio', cgroup);
  const isV1 = v1?.version === 1;
  const directory = isV1 ? v1.directory : controllerDirectory(hierarchies, 'io', cgroup)?.directory;
  const file = join(directory ?? '', isV1 ? v1File[kind] : 'io.max');
  const text = isV1 ? `${major}:${minor} ${rate}` : `${major}:${minor} ${v2Key[kind]}=${rate === 0 ? 'max' : rate}`;
  try {
    await writeFile(file, text);
  } catch (error) {
    throw systemError(error, `limit the device ${major}:${minor} (${file})`);
  }
}
