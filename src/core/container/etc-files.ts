import { join } from 'node:path';
import { readText, writeText } from '../host/files.ts';
import { joinAll } from '../host/join-all.ts';
import type { EtcFiles } from '../runtime/spec-mounts.ts';

/** Where a container's own files of /etc lie, by their path in the container. */
export function etcFiles(directory: string): EtcFiles {
  return {
    '/etc/hosts': join(directory, 'hosts'),
    '/etc/hostname': join(directory, 'hostname'),
    '/etc/resolv.conf': join(directory, 'resolv.conf'),
  };
}

/** Says who the container is, and where it asks for names: the servers of the host. */
export async function writeEtcFiles(directory: string, hostname: string): Promise<void> {
  const paths = etcFiles(directory);
  const resolvConf = (await readText('/etc/resolv.conf')) ?? '';
  const hosts = `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n127.0.1.1\t${hostname}\n`;
  // Every user of the container reads them.
  const mode = 0o644;
  await joinAll([
    writeText(paths['/etc/hosts'], hosts, mode),
    writeText(paths['/etc/hostname'], `${hostname}\n`, mode),
    writeText(paths['/etc/resolv.conf'], resolvConf, mode),
  ]);
}
