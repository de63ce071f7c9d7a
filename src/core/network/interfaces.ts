import type { NetworkBandwidth, PublishedPort } from '../api/network.ts';
import { invalid } from '../errors/index.ts';
import { ipVersion } from '../host/ip-address.ts';
import type { NewInterface } from './attachment.ts';
import { bridgeConflist } from './bridge-conflist.ts';
import type { Conflist } from './cni/conflist.ts';
import type { KnownNetwork } from './network-catalog.ts';
import type { NetworkRequest, RequestedConnection } from './network-request.ts';
import { isHostOf, parseSubnet } from './subnet.ts';
import type { AddressFamily } from './way-out.ts';

export interface InterfaceContext {
  /** Where the leases of conman's networks are. */
  readonly ipamDirectory: string;
  readonly firewalld: boolean;
}

/** What one interface needs beside its network. */
export interface InterfaceWishes extends Pick<NetworkRequest, 'dns' | 'dnsSearch' | 'dnsOptions'> {
  readonly ports: readonly PublishedPort[];
  readonly bandwidth: NetworkBandwidth | undefined;
  readonly wayOut: readonly AddressFamily[];
}

/** Nothing beyond the network itself. */
export const noWishes: InterfaceWishes = {
  ...{ ports: [], bandwidth: undefined, wayOut: [] },
  ...{ dns: [], dnsSearch: [], dnsOptions: [] },
};

/** Says what a network cannot give, before anything is made. */
export function expectPossible(
  network: KnownNetwork,
  { addresses = [] }: RequestedConnection,
  { ports, bandwidth }: Pick<InterfaceWishes, 'ports' | 'bandwidth'>,
): void {
  if (network.source === 'cni') {
    const lacks = (capability: string) => !network.conflist.plugins.some((plugin) => plugin.capabilities?.[capability]);
    const wanted = [
      ...(ports.length > 0 ? ['portMappings'] : []),
      ...(addresses.length > 0 ? ['ips'] : []),
      ...(bandwidth === undefined ? [] : ['bandwidth']),
    ];
    const missing = wanted.find(lacks);
    if (missing === undefined) return;
    throw invalid(
      `network ${network.name} cannot do that: no plugin of its CNI configuration has the capability ${missing}`,
    );
  }
  const { subnets, isolation } = network.record;
  if (isolation === 'internal' && ports.length > 0) {
    throw invalid(`network ${network.name} is internal: no ports can be published on it`);
  }
  const strange = addresses.find(
    (address) => !subnets.some(({ subnet }) => isHostOf(parseSubnet(subnet) ?? never(subnet), address)),
  );
  if (strange !== undefined) {
    const all = subnets.map(({ subnet }) => subnet).join(' or ');
    throw invalid(`${strange} is no address of network ${network.name}`, `Its addresses are ${all}.`);
  }
  const gateway = subnets.find((each) => addresses.includes(each.gateway));
  if (gateway !== undefined) throw invalid(`${gateway.gateway} is the host's own address in network ${network.name}`);
}

function never(subnet: string): never {
  throw invalid(`the network's subnet ${subnet} cannot be read`);
}

/** What ADD and DEL are told. */
export function newInterface(
  network: KnownNetwork,
  { aliases = [], addresses = [], mac }: RequestedConnection,
  wishes: InterfaceWishes,
  context: InterfaceContext,
): NewInterface {
  const { ports, bandwidth, dns, dnsSearch, dnsOptions } = wishes;
  const capabilityArgs = {
    ...(ports.length > 0 && { portMappings: ports.map(portMapping) }),
    ...(addresses.length > 0 && { ips: [...addresses] }),
    ...(mac !== undefined && { mac }),
    ...(bandwidth !== undefined && { bandwidth: bandwidthArgs(bandwidth) }),
    ...(dns.length > 0 && { dns: { servers: dns, searches: dnsSearch, options: dnsOptions } }),
  };
  return {
    network: network.name,
    aliases: [...aliases],
    conflist: conflistFor(network, wishes, addresses, context),
    capabilityArgs,
    ...(network.source === 'cni' && { outlivesBoot: true }),
  };
}

function conflistFor(
  network: KnownNetwork,
  { ports, bandwidth, wayOut }: InterfaceWishes,
  addresses: readonly string[],
  context: InterfaceContext,
): Conflist {
  if (network.source === 'cni') return network.conflist;
  const { firewalld } = context;
  const fixed = addresses.flatMap((address) => ipVersion(address) ?? []);
  const needs = { ports: ports.length > 0, bandwidth: bandwidth !== undefined, firewalld, wayOut, fixed };
  return bridgeConflist(network.record, context.ipamDirectory, needs);
}

function portMapping({ protocol, hostAddress = '', hostPort, containerPort }: PublishedPort) {
  return { hostPort, containerPort, protocol, ...(hostAddress !== '' && { hostIP: hostAddress }) };
}

/** Of a burst as long as a tenth of a second, and long enough for a full packet of any size. */
function bandwidthArgs({ ingressBits, egressBits }: NetworkBandwidth) {
  const burst = (rate: number): number => Math.max(Math.round(rate / 10), 8 * 65_536);
  return {
    ...(ingressBits !== undefined && { ingressRate: ingressBits, ingressBurst: burst(ingressBits) }),
    ...(egressBits !== undefined && { egressRate: egressBits, egressBurst: burst(egressBits) }),
  };
}
