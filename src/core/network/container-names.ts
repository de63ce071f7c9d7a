import type { AttachmentRecord } from './attachment-record.ts';
import { endpointOf } from './cni/result.ts';
import { hostResolvConf, reachableResolvConf } from './dns/host-resolver.ts';
import { formatResolvConf, type ResolvConf } from './dns/resolv-conf.ts';
import type { NetworkRequest } from './network-request.ts';

/** The text of a container's own /etc/hosts and /etc/resolv.conf. */
export interface ContainerNames {
  readonly hosts: string;
  readonly resolvConf: string;
}

export interface NamesContext {
  readonly hostname: string;
  readonly request: NetworkRequest | undefined;
  /** Undefined for a container without networks of its own. */
  readonly attachment: AttachmentRecord | undefined;
  /** Servers of conman on its networks, the first network's first. */
  readonly nameServers: readonly string[];
  /** The host's address in its first network. */
  readonly hostGateway: string;
}

export async function containerNames(context: NamesContext): Promise<ContainerNames> {
  return { hosts: hostsText(context), resolvConf: formatResolvConf(await resolvConf(context)) };
}

function hostsText({ hostname, request, attachment, hostGateway }: NamesContext): string {
  const addresses = (attachment?.interfaces ?? []).flatMap(({ result }) =>
    result === undefined ? [] : endpointOf(result).addresses.map((address) => address.split('/')[0] ?? ''),
  );
  const own = (addresses.length > 0 ? addresses : ['127.0.1.1']).map((address) => `${address}\t${hostname}`);
  const extra = (request?.extraHosts ?? []).map(
    ({ name, address }) => `${address === 'host-gateway' ? hostGateway : address}\t${name}`,
  );
  return ['127.0.0.1\tlocalhost', '::1\tlocalhost ip6-localhost ip6-loopback', ...own, ...extra, ''].join('\n');
}

/**
 * Who shares the host's network, or has none, gets what the host has. On networks of conman its own server is the only
 * one: resolvers such as musl's ask all of them at once and believe the first, who may know no containers.
 */
async function resolvConf({ request, attachment, nameServers }: NamesContext): Promise<ResolvConf> {
  const { dns = [], dnsSearch = [], dnsOptions = [] } = request ?? {};
  const isOnNetworks = request?.mode === 'networks';
  const host = isOnNetworks ? await reachableResolvConf() : await hostResolvConf();
  const search = dnsSearch.length > 0 ? dnsSearch : host.search;
  if (isOnNetworks && nameServers.length > 0) {
    // Names of containers have no dots: they are tried as they are before anything is added to them.
    const options = dnsOptions.some((option) => option.startsWith('ndots:')) ? dnsOptions : ['ndots:0', ...dnsOptions];
    return { nameServers, search, options };
  }
  const given = attachment?.interfaces.flatMap(({ result }) => result?.dns?.nameservers ?? []) ?? [];
  const servers = dns.length > 0 ? dns : given.length > 0 ? given : host.nameServers;
  return { nameServers: servers, search, options: dnsOptions.length > 0 ? dnsOptions : host.options };
}
