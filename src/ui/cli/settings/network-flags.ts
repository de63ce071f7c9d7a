import type { Command } from 'commander';
import type { ContainerNetworkOptions, NetworkBandwidth, NetworkConnection } from '../../../core/api/index.ts';
import { parsePublish } from '../../input/publish-flag.ts';
import { collect } from '../common-options.ts';
import { requireThat } from '../invocation.ts';

/** Options of `create` and `run` that become a container's network. */
export interface NetworkFlags {
  readonly network?: readonly string[];
  readonly publish?: readonly string[];
  readonly publishAll?: boolean;
  readonly networkAlias?: readonly string[];
  readonly ip?: string;
  readonly ip6?: string;
  readonly macAddress?: string;
  readonly bandwidth?: string;
  readonly dns?: readonly string[];
  readonly dnsSearch?: readonly string[];
  readonly dnsOption?: readonly string[];
  readonly addHost?: readonly string[];
}

export function addNetworkOptions(command: Command): Command {
  return command
    .optionsGroup('Network:')
    .option('--network <network>', 'a network by name, none, host, or container:REF (repeatable)', collect)
    .option('-p, --publish <[address:][port:]port[/udp]>', 'make a port reachable by the host (repeatable)', collect)
    .option('-P, --publish-all', 'the ports that the image names, each by a free port of the host')
    .option('--network-alias <name>', 'a further name in its first network (repeatable)', collect)
    .option('--ip <address>', 'its IPv4 address in its first network (default: a free one)')
    .option('--ip6 <address>', 'its IPv6 address there')
    .option('--mac-address <address>', 'its hardware address there')
    .option('--bandwidth <down[:up]>', 'bits per second to and from it: 10m, 10m:1m')
    .option('--dns <address>', "name server to ask instead of the host's (repeatable)", collect)
    .option('--dns-search <domain>', "domain to look names up in instead of the host's (repeatable)", collect)
    .option('--dns-option <option>', 'option for /etc/resolv.conf (repeatable)', collect)
    .option('--add-host <name:address>', 'line for /etc/hosts; host-gateway is the host (repeatable)', collect)
    .optionsGroup('Options:');
}

/** What the engine is asked for: the daemon's default network unless another is named. */
export function networkOf(flags: NetworkFlags): ContainerNetworkOptions {
  const { publish, dns, dnsSearch, dnsOption: dnsOptions } = flags;
  return {
    ...modeOf(flags),
    ...(flags.publishAll && { publishExposed: true }),
    ...(publish && { ports: publish.flatMap(parsePublish) }),
    ...(dns && { dns }),
    ...(dnsSearch && { dnsSearch }),
    ...(dnsOptions && { dnsOptions }),
    ...(flags.addHost && { extraHosts: flags.addHost.map(parseExtraHost) }),
    ...(flags.bandwidth !== undefined && { bandwidth: parseBandwidth(flags.bandwidth) }),
  };
}

function modeOf(flags: NetworkFlags): Pick<ContainerNetworkOptions, 'mode' | 'container' | 'connections'> {
  const { network: names = [] } = flags;
  const first = firstConnection(flags);
  const [name = ''] = names;
  const alone = /^(?:none|host|container:.*)$/.test(name);
  requireThat(
    !names.some((other) => /^(?:none|host|container:.*)$/.test(other)) || names.length === 1,
    `--network ${names.join(' --network ')} cannot be combined`,
    'none, host and container:REF stand alone.',
  );
  if (!alone) {
    const isDefault = names.length === 0 || (names.length === 1 && /^(?:default|bridge)$/.test(name));
    if (isDefault) return { mode: 'default', ...(first && { connections: [{ network: '', ...first }] }) };
    const connections = names.map(parseConnection);
    return {
      mode: 'networks',
      connections: [{ ...connections[0], network: connections[0]?.network ?? '', ...first }, ...connections.slice(1)],
    };
  }
  requireThat(first === undefined, `--network ${name} has no addresses or aliases of its own`);
  return name.startsWith('container:')
    ? { mode: 'container', container: name.slice('container:'.length) }
    : { mode: name as 'none' | 'host' };
}

function firstConnection({ networkAlias, ip, ip6, macAddress }: NetworkFlags): Partial<NetworkConnection> | undefined {
  const addresses = [ip, ip6].filter((address) => address !== undefined);
  if (networkAlias === undefined && addresses.length === 0 && macAddress === undefined) return undefined;
  return {
    ...(networkAlias && { aliases: networkAlias }),
    ...(addresses.length > 0 && { addresses }),
    ...(macAddress !== undefined && { mac: macAddress }),
  };
}

/** `web`, or `name=web,alias=db,ip=10.90.0.5,mac=02:42:ac:11:00:02`. */
export function parseConnection(text: string): NetworkConnection {
  if (!text.includes('=')) return { network: text };
  const pairs = text.split(',').map((pair) => pair.split('=', 2) as [string, string | undefined]);
  const values = (key: string) => pairs.flatMap(([name, value = '']) => (name === key ? [value] : []));
  const strange = pairs.find(([name]) => !['name', 'alias', 'ip', 'ip6', 'mac'].includes(name));
  requireThat(
    strange === undefined && values('name').length === 1,
    `--network ${text} is not understood`,
    'Write NAME, or name=NAME,alias=ALIAS,ip=ADDRESS,ip6=ADDRESS,mac=ADDRESS.',
  );
  const addresses = [...values('ip'), ...values('ip6')];
  const [mac] = values('mac');
  return {
    network: values('name')[0] ?? '',
    ...(values('alias').length > 0 && { aliases: values('alias') }),
    ...(addresses.length > 0 && { addresses }),
    ...(mac !== undefined && { mac }),
  };
}

/** The address may hold colons itself. */
function parseExtraHost(text: string): { readonly name: string; readonly address: string } {
  const [, name, address] = /^([^:=]+)[:=]\[?([^\]]+)\]?$/.exec(text) ?? [];
  requireThat(
    name !== undefined && address !== undefined,
    `--add-host ${text} is not understood`,
    'Write NAME:ADDRESS.',
  );
  return { name, address };
}

const powers: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Powers of 1000, as everywhere where bits per second are meant. */
function parseBandwidth(text: string): NetworkBandwidth {
  const [down = '', up = down, ...rest] = text.split(':');
  const [ingressBits, egressBits] = [down, up].map((rate) => {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kmg])?$/i.exec(rate) ?? [];
    return number === undefined ? undefined : Math.round(Number(number) * (powers[unit.toLowerCase()] ?? 1));
  });
  requireThat(
    rest.length === 0 && ingressBits !== undefined && egressBits !== undefined,
    `--bandwidth ${text} is not understood`,
    'Write 10m for both directions, or 10m:1m.',
  );
  return { ingressBits, egressBits };
}
