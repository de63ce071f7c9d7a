import { randomBytes } from 'node:crypto';
import type { CreateNetworkOptions } from '../api/network.ts';
import { ConmanError, invalid } from '../errors/index.ts';
import type { NetworkRecord } from './network-record.ts';
import {
  expectSubnet,
  firstHost,
  formatSubnet,
  freeIpv4Subnet,
  isHostOf,
  isWithin,
  overlaps,
  parseAddress,
  type Subnet,
  uniqueLocalSubnet,
} from './subnet.ts';

const isolations = ['networks', 'internal', 'none'];

export interface TakenSubnet {
  readonly subnet: Subnet;
  /** Who has it, for the message. */
  readonly by: string;
}

/** What a network will be; says what is wrong with the request, if anything, before anything is made. */
export function planNetwork(
  options: CreateNetworkOptions,
  taken: readonly TakenSubnet[],
): Pick<NetworkRecord, 'name' | 'subnets' | 'mtu' | 'isolation' | 'labels'> {
  const { name, isolation = 'networks', mtu = 0, labels = {}, gateways = [], ranges = [] } = options;
  if (!isolations.includes(isolation)) {
    throw invalid(`there is no isolation ${JSON.stringify(isolation)}`, `Use ${isolations.join(', ')}.`);
  }
  if (mtu !== 0 && !(Number.isInteger(mtu) && mtu >= 68 && mtu <= 65_535)) {
    throw invalid(`an MTU cannot be ${mtu} bytes`, 'Give 68 to 65535, usually 1500 or less.');
  }
  const subnets = planSubnets(options, taken);
  const strange = gateways.find((gateway) => !subnets.some((subnet) => isHostOf(subnet, gateway)));
  if (strange !== undefined)
    throw invalid(`the gateway ${strange} is no host of ${subnets.map(formatSubnet).join(' or ')}`);
  const parts = planRanges(ranges, subnets);
  const planned = subnets.map((subnet) => {
    const range = parts.find((part) => part.family === subnet.family);
    return {
      subnet: formatSubnet(subnet),
      gateway: gateways.find((gateway) => parseAddress(gateway)?.family === subnet.family) ?? firstHost(subnet),
      ...(range && { range: formatSubnet(range) }),
    };
  });
  return { name, subnets: planned, mtu, isolation, labels: { ...labels } };
}

function planRanges(ranges: readonly string[], subnets: readonly Subnet[]): readonly Subnet[] {
  const parts = ranges.map(expectSubnet);
  const outside = parts.find((part) => !subnets.some((subnet) => isWithin(part, subnet)));
  if (outside !== undefined) {
    throw invalid(`the range ${formatSubnet(outside)} is not within ${subnets.map(formatSubnet).join(' or ')}`);
  }
  if (new Set(parts.map(({ family }) => family)).size < parts.length) throw invalid('a subnet has at most one range');
  return parts;
}

function planSubnets({ subnets = [], ipv6 = false }: CreateNetworkOptions, taken: readonly TakenSubnet[]): Subnet[] {
  const asked = subnets.map(expectSubnet);
  for (const subnet of asked) {
    const other = taken.find((each) => overlaps(each.subnet, subnet));
    if (other === undefined) continue;
    throw new ConmanError('already-exists', `the subnet ${formatSubnet(subnet)} overlaps ${other.by}`, {
      hint: 'Choose another one, or leave it out: a free one is found.',
    });
  }
  const byFamily = (family: 4 | 6) => asked.filter((subnet) => subnet.family === family);
  if (byFamily(4).length > 1 || byFamily(6).length > 1) {
    throw invalid('a network has at most one IPv4 and one IPv6 subnet');
  }
  const ipv4 = asked.length === 0 ? [freeSubnet(taken)] : byFamily(4);
  const ownIpv6 = ipv6 && byFamily(6).length === 0 ? [uniqueLocalSubnet(randomBytes(7))] : byFamily(6);
  return [...ipv4, ...ownIpv6];
}

function freeSubnet(taken: readonly TakenSubnet[]): Subnet {
  const subnet = freeIpv4Subnet(taken.map((each) => each.subnet));
  if (subnet !== undefined) return subnet;
  throw new ConmanError('resource-exhausted', 'no private IPv4 subnet is free: each meets a route of this host', {
    hint: 'Name one: conmanctl network create --subnet 192.168.77.0/24 ...',
  });
}
