import { readText } from '../../host/files.ts';
import { isLoopback, parseResolvConf, type ResolvConf } from './resolv-conf.ts';

const hostFile = '/etc/resolv.conf';
/** Where systemd-resolved says whom its stub asks (systemd-resolved.service(8), "/ETC/RESOLV.CONF"). */
const resolvedFile = '/run/systemd/resolve/resolv.conf';

/** How the host itself looks names up. */
export async function hostResolvConf(): Promise<ResolvConf> {
  return parseResolvConf((await readText(hostFile)) ?? '');
}

/** The same for who cannot reach the host's loopback: behind a local stub are the servers that the stub asks. */
export async function reachableResolvConf(files = { host: hostFile, resolved: resolvedFile }): Promise<ResolvConf> {
  const host = parseResolvConf((await readText(files.host)) ?? '');
  if (!host.nameServers.some(isLoopback)) return host;
  const behind = parseResolvConf((await readText(files.resolved)) ?? '');
  const nameServers = [...host.nameServers, ...behind.nameServers].filter((server) => !isLoopback(server));
  return { ...host, nameServers: [...new Set(nameServers)] };
}
