import { join } from 'node:path';
import { writeText } from '../host/files.ts';
import { joinAll } from '../host/join-all.ts';
import type { ContainerNames } from '../network/container-names.ts';
import type { EtcFiles } from '../runtime/spec-mounts.ts';

/** Where a container's own files of /etc lie, by their path in the container. */
export function etcFiles(directory: string): EtcFiles {
  return {
    '/etc/hosts': join(directory, 'hosts'),
    '/etc/hostname': join(directory, 'hostname'),
    '/etc/resolv.conf': join(directory, 'resolv.conf'),
  };
}

/** Says who the container is, and where it finds others. A file that is there keeps its place, where it may be mounted. */
export async function writeEtcFiles(directory: string, hostname: string, names: ContainerNames): Promise<void> {
  const paths = etcFiles(directory);
  // Every user of the container reads them.
  const mode = 0o644;
  await joinAll([
    writeText(paths['/etc/hosts'], names.hosts, mode),
    writeText(paths['/etc/hostname'], `${hostname}\n`, mode),
    writeText(paths['/etc/resolv.conf'], names.resolvConf, mode),
  ]);
}
