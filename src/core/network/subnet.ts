import { invalid } from '../errors/index.ts';
import { ipVersion } from '../host/ip-address.ts';

/** A block of addresses, IPv4 as 32 and IPv6 as 128 bits. */
export interface Subnet {
  readonly family: 4 | 6;
  readonly base: bigint;
  readonly prefix: number;
}

export function parseAddress(text: string): { readonly family: 4 | 6; readonly value: bigint } | undefined {
  const family = ipVersion(text);
  if (family === 4) {
    const value = text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
    return { family, value };
  }
  return family === 6 ? { family, value: parseIpv6(text) } : undefined;
}

function parseIpv6(text: string): bigint {
  // The last 32 bits may be written as IPv4 (RFC 4291, 2.2).
  const ipv4 = /^(.*:)([\d.]+)$/.exec(text);
  const tail = ipv4?.[2]?.includes('.') ? parseAddress(ipv4[2])?.value : undefined;
  const plain =
    tail === undefined ? text : `${ipv4?.[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const [head = '', rest] = plain.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [left, right] = [groups(head), groups(rest ?? '')];
  const zeros = new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

export function formatAddress(family: 4 | 6, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 0xffffn).toString(16));
  // The longest run of zeros becomes `::` (RFC 5952, 4.2).
  const runs = groups.map((group, start) => {
    const length = groups.slice(start).findIndex((each) => each !== '0');
    return { start, length: group !== '0' ? 0 : length === -1 ? groups.length - start : length };
  });
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best));
  if (longest.length < 2) return groups.join(':');
  return `${groups.slice(0, longest.start).join(':')}::${groups.slice(longest.start + longest.length).join(':')}`;
}

function bits({ family }: Pick<Subnet, 'family'>): number {
  return family === 4 ? 32 : 128;
}

function sizeOf(subnet: Pick<Subnet, 'family' | 'prefix'>): bigint {
  return 1n << BigInt(bits(subnet) - subnet.prefix);
}

/** Undefined when it is none. Bits behind the prefix are not looked at. */
export function parseSubnet(text: string): Subnet | undefined {
  const [, address = '', length = ''] = /^(\S+)\/(\d{1,3})$/.exec(text) ?? [];
  const parsed = parseAddress(address);
  const prefix = Number(length);
  if (parsed === undefined || length === '' || prefix > bits(parsed)) return undefined;
  const { family, value } = parsed;
  return { family, prefix, base: value - (value % sizeOf({ family, prefix })) };
}

export function formatSubnet({ family, base, prefix }: Subnet): string {
  return `${formatAddress(family, base)}/${prefix}`;
}

export function overlaps(a: Subnet, b: Subnet): boolean {
  return a.family === b.family && a.base < b.base + sizeOf(b) && b.base < a.base + sizeOf(a);
}

/** As a host in it: neither the block's own address nor, with IPv4, that of everybody. */
export function isHostOf(subnet: Subnet, text: string): boolean {
  const address = parseAddress(text);
  if (address?.family !== subnet.family) return false;
  const offset = address.value - subnet.base;
  return offset > 0n && offset < sizeOf(subnet) - (subnet.family === 4 ? 1n : 0n);
}

export function isWithin(inner: Subnet, outer: Subnet): boolean {
  return overlaps(inner, outer) && inner.prefix >= outer.prefix;
}

/** The first and the last address of a part of a subnet that hosts can have. */
export function hostsOf(part: Subnet, subnet: Subnet): { readonly first: string; readonly last: string } {
  const end = (each: Subnet): bigint => each.base + sizeOf(each) - 1n;
  const first = part.base === subnet.base ? part.base + 1n : part.base;
  const last = subnet.family === 4 && end(part) === end(subnet) ? end(part) - 1n : end(part);
  return { first: formatAddress(part.family, first), last: formatAddress(part.family, last) };
}

export function firstHost({ family, base }: Subnet): string {
  return formatAddress(family, base + 1n);
}

/** A subnet that a user gave: with room for a gateway and a container. */
export function expectSubnet(text: string): Subnet {
  const subnet = parseSubnet(text);
  if (subnet === undefined) throw invalid(`"${text}" is no subnet`, 'Write 10.90.0.0/24 or fd00:1234::/64.');
  if (bits(subnet) - subnet.prefix < 2) throw invalid(`the subnet ${text} has no room for containers`);
  const [address = ''] = text.split('/');
  if (parseAddress(address)?.value !== subnet.base) {
    throw invalid(`"${text}" is an address in a subnet`, `The subnet is ${formatSubnet(subnet)}.`);
  }
  return subnet;
}

/** 10.89.0.0/24 to 10.254.255.0/24: private (RFC 1918), and away from what docker, podman and cloud networks take first. */
const firstIpv4 = parseSubnet('10.89.0.0/24');
const ipv4Candidates = (255 - 89) * 256;

/** The first IPv4 subnet that meets none of `taken`; undefined when there is none. */
export function freeIpv4Subnet(taken: readonly Subnet[]): Subnet | undefined {
  if (firstIpv4 === undefined) return undefined;
  for (let index = 0; index < ipv4Candidates; index++) {
    const candidate = { ...firstIpv4, base: firstIpv4.base + BigInt(index) * 256n };
    if (!taken.some((other) => overlaps(candidate, other))) return candidate;
  }
  return undefined;
}

/** A /64 of one's own (RFC 4193): `random` are its 40 random bits, and 16 for the subnet. */
export function uniqueLocalSubnet(random: Uint8Array): Subnet {
  const id = random.subarray(0, 7).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { family: 6, prefix: 64, base: ((0xfdn << 56n) | id) << 64n };
}
