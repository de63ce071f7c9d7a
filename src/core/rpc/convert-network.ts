import type {
  ContainerNetworkOptions,
  ContainerNetworkSummary,
  CreateNetworkOptions,
  NetworkConnection,
  NetworkIsolation,
  NetworkSummary,
  PublishedPort,
} from '../api/network.ts';
import type * as wire from './generated/conman.ts';

export function networkToWire(network: NetworkSummary): wire.Network {
  return { ...network, labels: { ...network.labels } };
}

export function networkFromWire(network: wire.Network): NetworkSummary {
  const source = network.source === 'cni' ? 'cni' : 'conman';
  return { ...network, source, isolation: network.isolation as NetworkIsolation };
}

export function createNetworkToWire(options: CreateNetworkOptions): wire.CreateNetworkRequest {
  return {
    name: options.name,
    subnets: options.subnets ?? [],
    gateways: options.gateways ?? [],
    ranges: options.ranges ?? [],
    ipv6: options.ipv6 ?? false,
    isolation: options.isolation ?? '',
    mtu: options.mtu ?? 0,
    labels: { ...options.labels },
  };
}

/** What the values may be is checked where networks are made. */
export function createNetworkFromWire(request: wire.CreateNetworkRequest): CreateNetworkOptions {
  const { name, subnets, gateways, ranges, ipv6, isolation, mtu, labels } = request;
  return {
    name,
    subnets,
    gateways,
    ranges,
    ipv6,
    isolation: (isolation || undefined) as NetworkIsolation | undefined,
    mtu: mtu || undefined,
    labels,
  };
}

export function connectionToWire(connection: NetworkConnection): wire.NetworkConnection {
  const { network, aliases = [], addresses = [], mac = '' } = connection;
  return { network, aliases, addresses, mac };
}

export function connectionFromWire({ network, aliases, addresses, mac }: wire.NetworkConnection): NetworkConnection {
  return { network, aliases, addresses, mac: mac || undefined };
}

export function networkOptionsToWire(options: ContainerNetworkOptions): wire.NetworkSettings {
  return {
    mode: options.mode,
    container: options.container ?? '',
    connections: (options.connections ?? []).map(connectionToWire),
    ports: (options.ports ?? []).map(portToWire),
    dns: options.dns ?? [],
    dnsSearch: options.dnsSearch ?? [],
    dnsOptions: options.dnsOptions ?? [],
    extraHosts: options.extraHosts ?? [],
    ingressBits: BigInt(options.bandwidth?.ingressBits ?? 0),
    egressBits: BigInt(options.bandwidth?.egressBits ?? 0),
    publishExposed: options.publishExposed ?? false,
  };
}

/** Which mode, address or port makes sense is checked with the other settings. */
export function networkOptionsFromWire(settings: wire.NetworkSettings): ContainerNetworkOptions {
  const { mode, container, connections, ports, dns, dnsSearch, dnsOptions, extraHosts } = settings;
  const { ingressBits, egressBits, publishExposed } = settings;
  const bandwidth = { ingressBits: Number(ingressBits) || undefined, egressBits: Number(egressBits) || undefined };
  return {
    mode: mode as ContainerNetworkOptions['mode'],
    container: container || undefined,
    connections: connections.map(connectionFromWire),
    ports: ports.map(portFromWire),
    dns,
    dnsSearch,
    dnsOptions,
    extraHosts,
    ...((ingressBits > 0n || egressBits > 0n) && { bandwidth }),
    ...(publishExposed && { publishExposed }),
  };
}

export function containerNetworkToWire(
  network: ContainerNetworkSummary | undefined,
): wire.ContainerNetwork | undefined {
  return network && { ...network, ports: network.ports.map(portToWire) };
}

export function containerNetworkFromWire(network: wire.ContainerNetwork): ContainerNetworkSummary {
  return { ...network, ports: network.ports.map(portFromWire) };
}

function portToWire({ protocol, hostAddress = '', hostPort, containerPort }: PublishedPort): wire.PublishedPort {
  return { protocol, hostAddress, hostPort, containerPort };
}

function portFromWire({ protocol, hostAddress, hostPort, containerPort }: wire.PublishedPort): PublishedPort {
  return {
    protocol: protocol as PublishedPort['protocol'],
    hostAddress: hostAddress || undefined,
    hostPort,
    containerPort,
  };
}
