import type { DefaultRoute } from '../host/default-route.ts';
import type { AttachedInterface } from './attachment-record.ts';
import type { KnownNetwork } from './network-catalog.ts';
import { parseSubnet } from './subnet.ts';

export type AddressFamily = 4 | 6;

/** Families of addresses whose packets a network carries to the world. Plugins of others have it in their own hands. */
function familiesOut(network: KnownNetwork): readonly AddressFamily[] {
  if (network.source === 'cni') return [4, 6];
  const { isolation, subnets } = network.record;
  return isolation === 'internal' ? [] : subnets.map(({ subnet }) => parseSubnet(subnet)?.family ?? 4);
}

/** For each of a container's networks, in their order, the families for which it is the way out: the first one that can. */
export function waysOut(networks: readonly KnownNetwork[]): readonly (readonly AddressFamily[])[] {
  const taken = new Set<AddressFamily>();
  return networks.map((network) => {
    const own = familiesOut(network).filter((family) => !taken.has(family));
    for (const family of own) taken.add(family);
    return own;
  });
}

/** The routes that say so, of the interfaces that are there; `networks` are those that they are on. */
export function routesOut(
  interfaces: readonly AttachedInterface[],
  networks: readonly KnownNetwork[],
): readonly DefaultRoute[] {
  const ways = waysOut(networks);
  return interfaces.flatMap(({ network, interface: name, result }) => {
    const families = ways[networks.findIndex((each) => each.name === network)] ?? [];
    const gateways = (result?.ips ?? []).flatMap(({ gateway }) => gateway ?? []);
    return gateways
      .filter((gateway) => families.includes(gateway.includes(':') ? 6 : 4))
      .map((gateway) => ({ gateway, interface: name }));
  });
}
