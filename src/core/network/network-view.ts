import type { ContainerNetworkSummary, NetworkEndpoint, NetworkInspection, NetworkSummary } from '../api/network.ts';
import { formatUnixNs } from '../host/clock.ts';
import type { AttachmentRecord } from './attachment-record.ts';
import { bridgeConflist } from './bridge-conflist.ts';
import { endpointOf } from './cni/result.ts';
import type { InterfaceContext } from './interfaces.ts';
import type { KnownNetwork } from './network-catalog.ts';
import type { NetworkRequest } from './network-request.ts';
import { waysOut } from './way-out.ts';

export interface NetworkCircumstances {
  readonly records: readonly AttachmentRecord[];
  readonly isDefault: boolean;
  readonly message: string;
}

export function summaryOf(
  network: KnownNetwork,
  { records, isDefault, message }: NetworkCircumstances,
): NetworkSummary {
  const containers = records
    .filter(({ interfaces }) => interfaces.some((each) => each.network === network.name))
    .map(({ containerName }) => containerName)
    .toSorted();
  const common = { name: network.name, isDefault, containers, message };
  if (network.source === 'cni') {
    const driver = network.conflist.plugins[0]?.type ?? '';
    const unknown = { createdAt: 0n, subnets: [], gateways: [], bridge: '', mtu: 0, labels: {} };
    return { ...common, ...unknown, driver, source: 'cni', isolation: 'none' };
  }
  const { createdAt, subnets, bridge, mtu, isolation, labels } = network.record;
  return {
    ...common,
    driver: 'bridge',
    source: 'conman',
    createdAt: BigInt(createdAt),
    subnets: subnets.map(({ subnet }) => subnet),
    gateways: subnets.map(({ gateway }) => gateway),
    bridge,
    mtu,
    isolation,
    labels,
  };
}

export function inspectionOf(
  network: KnownNetwork,
  circumstances: NetworkCircumstances,
  context: InterfaceContext,
): NetworkInspection {
  const summary = summaryOf(network, circumstances);
  const containers = circumstances.records.flatMap((record) => endpointsOn(network.name, record));
  return {
    ...summary,
    createdAt: formatUnixNs(summary.createdAt),
    containers,
    conflist: conflistOf(network, context),
  };
}

/** For a network of conman: that of a container with everything. */
function conflistOf(network: KnownNetwork, { ipamDirectory, firewalld }: InterfaceContext): unknown {
  if (network.source === 'cni') return network.conflist;
  const [wayOut = []] = waysOut([network]);
  return bridgeConflist(network.record, ipamDirectory, { ports: true, bandwidth: true, firewalld, wayOut, fixed: [] });
}

function endpointsOn(network: string, record: AttachmentRecord): readonly NetworkEndpoint[] {
  const { containerId, containerName } = record;
  return record.interfaces
    .filter((each) => each.network === network)
    .map(({ interface: name, aliases, result }) => {
      const { addresses, mac } = result === undefined ? { addresses: [], mac: '' } : endpointOf(result);
      return { containerId, containerName, interface: name, addresses, mac, aliases };
    });
}

/** What a container has of the network: as it was asked for while it does not run. */
export function containerNetworkOf(
  request: NetworkRequest | undefined,
  record: AttachmentRecord | undefined,
): ContainerNetworkSummary {
  const networks = (request?.connections ?? []).map(({ network: name }) => {
    const result = record?.interfaces.find(({ network }) => network === name)?.result;
    const addresses = result === undefined ? [] : endpointOf(result).addresses;
    return { name, addresses: addresses.map((address) => address.split('/')[0] ?? '') };
  });
  const mode = request?.mode === 'container' ? `container:${request.container}` : (request?.mode ?? 'none');
  return { mode, networks, ports: record?.ports ?? request?.ports ?? [] };
}
