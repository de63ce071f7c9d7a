import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { errnoOf, systemError } from './system-error.ts';

/** Destinations of this network namespace's routes and the subnets of its addresses, as `10.0.0.0/8`; no default routes. */
export async function readRoutes(): Promise<readonly string[]> {
  const [ipv4, ipv6] = await Promise.all([read('/proc/self/net/route'), read('/proc/self/net/ipv6_route')]);
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return [...parseIpv4Routes(ipv4), ...parseIpv6Routes(ipv6), ...own.map(({ cidr }) => cidr ?? '')].filter(
    (subnet) => subnet !== '' && !subnet.endsWith('/0'),
  );
}

/** Addresses of this network namespace's interfaces that are up. */
export function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
}

/** Lines of `eth0 0002000A 00000000 flags refcnt use metric 00FFFFFF ...`, numbers as the machine keeps them: backwards. */
export function parseIpv4Routes(text: string): string[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, destination = '', , , , , , mask = ''] = line.trim().split(/\s+/);
      if (!/^[0-9A-F]{8}$/i.test(destination) || !/^[0-9A-F]{8}$/i.test(mask)) return [];
      const bytes = [...Buffer.from(destination, 'hex').reverse()];
      return [`${bytes.join('.')}/${ones(mask)}`];
    });
}

/** Lines of `fd00...(32 digits) 40 ...`: destination, and the prefix's length in hexadecimal. */
export function parseIpv6Routes(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [destination = '', length = ''] = line.split(' ');
    // Multicast is everybody's.
    if (!/^[0-9a-f]{32}$/.test(destination) || destination.startsWith('ff')) return [];
    return [`${destination.match(/.{4}/g)?.join(':')}/${Number.parseInt(length, 16)}`];
  });
}

function ones(hex: string): number {
  return BigInt(`0x${hex}`).toString(2).replaceAll('0', '').length;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // No IPv6 in this kernel.
    if (errnoOf(error) === 'ENOENT') return '';
    throw systemError(error, `read ${path}`);
  }
}
