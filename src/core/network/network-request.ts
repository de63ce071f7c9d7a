import * as z from 'zod';
import type { ContainerNetworkOptions, NetworkConnection } from '../api/network.ts';
import { invalid } from '../errors/index.ts';
import { ipVersion } from '../host/ip-address.ts';
import { expectPorts } from './published-ports.ts';

export const portSchema = z.object({
  protocol: z.enum(['tcp', 'udp']),
  hostAddress: z.string().optional(),
  hostPort: z.int().min(0).max(65_535),
  containerPort: z.int().min(1).max(65_535),
});

const connectionSchema = z.object({
  network: z.string(),
  aliases: z.array(z.string()).optional(),
  addresses: z.array(z.string()).optional(),
  mac: z.string().optional(),
});

/** What a container was asked to have of the network, as its record keeps it. Absent there: a loopback interface. */
export const networkRequestSchema = z.object({
  mode: z.enum(['networks', 'none', 'host', 'container']),
  /** Id of the container whose network it shares. */
  container: z.string().optional(),
  connections: z.array(connectionSchema),
  ports: z.array(portSchema),
  dns: z.array(z.string()),
  dnsSearch: z.array(z.string()),
  dnsOptions: z.array(z.string()),
  extraHosts: z.array(z.object({ name: z.string(), address: z.string() })),
  bandwidth: z.object({ ingressBits: z.number().optional(), egressBits: z.number().optional() }).optional(),
});

export type NetworkRequest = z.infer<typeof networkRequestSchema>;
export type RequestedConnection = z.infer<typeof connectionSchema>;

/** A label of a name (RFC 1123), or several with dots between; also what containers may be called. */
const namePattern = /^[a-zA-Z0-9_]([a-zA-Z0-9_.-]{0,251}[a-zA-Z0-9_])?$/;
const macPattern = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
/** resolv.conf(5): more are not asked. */
const maxNameServers = 3;

/** Says what is wrong with what was asked for, if anything. Names of networks and containers are left to be looked up. */
export function parseNetworkOptions(options: ContainerNetworkOptions): NetworkRequest {
  const { mode, container, connections = [], ports = [], dns = [], dnsSearch = [], dnsOptions = [] } = options;
  const { extraHosts = [], bandwidth } = options;
  if (!['default', 'networks', 'none', 'host', 'container'].includes(mode)) {
    throw invalid(`there is no network mode ${JSON.stringify(mode)}`);
  }
  const hasNetworks = mode === 'default' || mode === 'networks';
  if (!hasNetworks && ports.length > 0) {
    throw invalid(
      `no ports can be published of a container with --network ${mode}`,
      mode === 'host' ? 'Its ports are those of the host already.' : 'Put it on a network.',
    );
  }
  if (!hasNetworks && connections.length > 0) throw invalid(`network mode ${mode} cannot be on networks as well`);
  if (mode === 'networks' && connections.length === 0) throw invalid('no network is named');
  if (bandwidth !== undefined && !hasNetworks) throw invalid(`the bandwidth of network mode ${mode} cannot be limited`);
  expectNames([...dnsSearch, ...extraHosts.map(({ name }) => name)]);
  if (dns.length > maxNameServers) throw invalid(`a container has at most ${maxNameServers} name servers`);
  const noAddress = [...dns, ...extraHosts.map(({ address }) => address)].find(
    (address) => ipVersion(address) === undefined && address !== 'host-gateway',
  );
  if (noAddress !== undefined || dns.includes('host-gateway')) throw invalid(`"${noAddress}" is no IP address`);
  const strange = dnsOptions.find((option) => !/^[a-z0-9-]+(:\d{1,5})?$/.test(option));
  if (strange !== undefined) throw invalid(`"${strange}" is no option of resolv.conf`, 'Such as ndots:2 or use-vc.');
  return {
    mode: mode === 'default' ? 'networks' : mode,
    ...(mode === 'container' && { container: container ?? '' }),
    connections: connections.map(parseConnection),
    ports: [...expectPorts(ports)],
    dns: [...dns],
    dnsSearch: [...dnsSearch],
    dnsOptions: [...dnsOptions],
    extraHosts: extraHosts.map(({ name, address }) => ({ name, address })),
    ...(bandwidth !== undefined && { bandwidth: expectBandwidth(bandwidth) }),
  };
}

/** One connection, checked but for its network. */
export function parseConnection({
  network,
  aliases = [],
  addresses = [],
  mac,
}: NetworkConnection): RequestedConnection {
  expectNames(aliases);
  const noAddress = addresses.find((address) => ipVersion(address) === undefined);
  if (noAddress !== undefined) throw invalid(`"${noAddress}" is no IP address`);
  if (new Set(addresses.map(ipVersion)).size < addresses.length) {
    throw invalid('a container has at most one IPv4 and one IPv6 address in a network');
  }
  if (mac !== undefined && !macPattern.test(mac)) {
    throw invalid(`"${mac}" is no hardware address`, 'Write 02:42:ac:11:00:02.');
  }
  return {
    network,
    ...(aliases.length > 0 && { aliases: [...aliases] }),
    ...(addresses.length > 0 && { addresses: [...addresses] }),
    ...(mac !== undefined && { mac }),
  };
}

function expectNames(names: readonly string[]): void {
  const strange = names.find((name) => !namePattern.test(name));
  if (strange !== undefined) throw invalid(`${JSON.stringify(strange)} is no name of a host`);
}

function expectBandwidth(bandwidth: NonNullable<ContainerNetworkOptions['bandwidth']>) {
  const { ingressBits, egressBits } = bandwidth;
  // Below this not even ARP gets through in time.
  const unusable = [ingressBits, egressBits].find(
    (bits) => bits !== undefined && !(Number.isSafeInteger(bits) && bits >= 8_000),
  );
  if (unusable !== undefined)
    throw invalid(`a bandwidth of ${unusable} bits per second is of no use`, 'Give 8k or more.');
  return { ...(ingressBits !== undefined && { ingressBits }), ...(egressBits !== undefined && { egressBits }) };
}
