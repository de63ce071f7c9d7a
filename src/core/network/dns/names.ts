import type { AttachmentRecord } from '../attachment-record.ts';
import { endpointOf } from '../cni/result.ts';
import { addressOfReverseName, type DnsQuery, type DnsRecord, recordTypes } from './message.ts';

const shortIdLength = 12;

/** What is known of a name: nothing, so that others may know it, or which records there are, if any. */
export type KnownName = readonly DnsRecord[] | undefined;

/**
 * What the container that asks may know: names of the containers on its networks. `asker` is its address; who is no
 * container, such as the host, may know the names of `network`.
 */
export function lookUp(
  query: DnsQuery,
  asker: string,
  network: string,
  attachments: readonly AttachmentRecord[],
): KnownName {
  const own = attachments.find((record) => endpoints(record).some(({ address }) => address === asker));
  const networks = own === undefined ? [network] : own.interfaces.map((each) => each.network);
  const visible = attachments.flatMap(endpoints).filter((endpoint) => networks.includes(endpoint.network));
  if (query.type === recordTypes.PTR) return pointers(query, visible);
  const found = visible.filter(({ names }) => names.includes(query.name));
  if (found.length === 0) return undefined;
  return found
    .filter(({ address }) => isWanted(query.type, address))
    .map(({ address }) => ({ type: 'address', address }));
}

interface Endpoint {
  readonly network: string;
  readonly address: string;
  /** Lower case. */
  readonly names: readonly string[];
  readonly containerName: string;
}

function endpoints({ containerId, containerName, interfaces }: AttachmentRecord): readonly Endpoint[] {
  return interfaces.flatMap(({ network, aliases, result }) => {
    if (result === undefined) return [];
    const names = [containerName, containerId.slice(0, shortIdLength), ...aliases].map((name) => name.toLowerCase());
    return endpointOf(result).addresses.map((address) => ({
      network,
      address: address.split('/')[0] ?? '',
      names,
      containerName,
    }));
  });
}

function pointers(query: DnsQuery, visible: readonly Endpoint[]): KnownName {
  const address = addressOfReverseName(query.name);
  const found = visible.filter((endpoint) => endpoint.address === address);
  return found.length === 0 ? undefined : found.map(({ containerName }) => ({ type: 'pointer', name: containerName }));
}

function isWanted(type: number, address: string): boolean {
  if (type === recordTypes.ANY) return true;
  return type === (address.includes(':') ? recordTypes.AAAA : recordTypes.A);
}

/** Whom to ask for what conman does not know, on behalf of the container with this address; empty: the host's servers. */
export function nameServersOf(asker: string, attachments: readonly AttachmentRecord[]): readonly string[] {
  return attachments.find((record) => endpoints(record).some(({ address }) => address === asker))?.dns ?? [];
}
