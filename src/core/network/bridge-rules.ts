import {
  ensureFirstRule,
  type HookRule,
  type OwnChain,
  type PacketFilterFamily,
  removeChain,
  removeRule,
  replaceChains,
} from '../host/packet-filter.ts';
import { bridgePrefix } from './bridge-name.ts';
import type { BridgeNetwork } from './network-record.ts';
import { parseSubnet } from './subnet.ts';

/**
 * What the packet filter has to know of a bridge: once for each network, because the plugins that do the same for each
 * container take longer than all the rest of its creation (docs/adr/0020).
 */
export async function ensureBridgeRules(network: BridgeNetwork): Promise<void> {
  await Promise.all(
    families(network).map(async (family) => {
      await replaceChains(family, ownChains(network, family));
      for (const hook of hooks(network)) await ensureFirstRule(family, hook);
    }),
  );
}

/** Nothing is left afterwards; what is not there is no error. */
export async function removeBridgeRules(network: BridgeNetwork): Promise<void> {
  await Promise.all(
    families(network).map(async (family) => {
      for (const hook of hooks(network)) await removeRule(family, hook);
      for (const { table, chain } of ownChains(network, family)) await removeChain(family, table, chain);
    }),
  );
}

/** Which of its chains and hooks are not among `saved`, all the rules of a family. */
export function missingRules(
  network: BridgeNetwork,
  family: PacketFilterFamily,
  saved: readonly string[],
): readonly string[] {
  const lines = new Set(saved);
  const count = (chain: string): number => saved.filter((line) => line.startsWith(`-A ${chain} `)).length;
  return [
    ...hooks(network)
      .map(({ chain, rule }) => `-A ${chain} ${rule.join(' ')}`)
      .filter((line) => !lines.has(line)),
    ...ownChains(network, family)
      .filter(({ chain, rules }) => count(chain) < rules.length)
      .map(({ chain }) => chain),
  ];
}

export function families({ subnets }: BridgeNetwork): readonly PacketFilterFamily[] {
  return [...new Set(subnets.map(({ subnet }) => parseSubnet(subnet)?.family ?? 4))];
}

/** Names of chains have at most 28 characters. */
function chainNames({ bridge }: BridgeNetwork) {
  const suffix = bridge.slice(bridgePrefix.length);
  return {
    forward: `CONMAN-FW-${suffix}`,
    input: `CONMAN-IN-${suffix}`,
    nat: `CONMAN-NAT-${suffix}`,
    dns: `CONMAN-DNS-${suffix}`,
  };
}

function hooks(network: BridgeNetwork): readonly HookRule[] {
  const { forward, input, nat, dns } = chainNames(network);
  return [
    { table: 'filter', chain: 'FORWARD', rule: ['-j', forward] },
    { table: 'filter', chain: 'INPUT', rule: ['-j', input] },
    { table: 'nat', chain: 'POSTROUTING', rule: ['-j', nat] },
    { table: 'nat', chain: 'PREROUTING', rule: ['-j', dns] },
  ];
}

export function ownChains(network: BridgeNetwork, family: PacketFilterFamily): readonly OwnChain[] {
  const { forward, input, nat, dns } = chainNames(network);
  return [
    { table: 'filter', chain: forward, rules: forwardRules(network) },
    { table: 'filter', chain: input, rules: inputRules(network, family) },
    { table: 'nat', chain: nat, rules: natRules(network, family) },
    // A container that publishes port 53 gets what others ask of the host, not what is asked of its name server.
    { table: 'nat', chain: dns, rules: nameRules(network, family) },
  ];
}

function forwardRules({ bridge, isolation }: BridgeNetwork): readonly string[] {
  const toWorld = isolation === 'internal' ? `-i ${bridge} -j DROP` : `-i ${bridge} ! -o ${bridgePrefix}+ -j ACCEPT`;
  return [
    `-o ${bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
    `-i ${bridge} -o ${bridge} -j ACCEPT`,
    // Published ports, whoever asks.
    `-o ${bridge} -m conntrack --ctstate DNAT -j ACCEPT`,
    `-o ${bridge} ${isolation === 'none' ? `-i ${bridgePrefix}+ -j ACCEPT` : '-j DROP'}`,
    // To another network of conman it is for that one to say.
    toWorld,
  ];
}

function nameRules({ bridge, gateways }: BridgeNetwork, family: PacketFilterFamily): readonly string[] {
  return ofFamily(gateways, family).flatMap((gateway) =>
    ['udp', 'tcp'].map((protocol) => `-i ${bridge} -d ${gateway} -p ${protocol} --dport 53 -j ACCEPT`),
  );
}

/** A host that takes nothing from anybody must still answer for names. */
function inputRules(network: BridgeNetwork, family: PacketFilterFamily): readonly string[] {
  // portmap opens the host's loopback network to the bridge (route_localnet), for answers of published ports.
  const loopback = `-i ${network.bridge} -d 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP`;
  return [...(family === 4 ? [loopback] : []), ...nameRules(network, family)];
}

function natRules({ bridge, subnets, isolation }: BridgeNetwork, family: PacketFilterFamily): readonly string[] {
  if (isolation === 'internal') return [];
  const own = ofFamily(
    subnets.map(({ subnet }) => subnet),
    family,
  );
  return own.map((subnet) => `-s ${subnet} ! -d ${subnet} ! -o ${bridge} -j MASQUERADE`);
}

function ofFamily(addresses: readonly string[], family: PacketFilterFamily): readonly string[] {
  return addresses.filter((address) => address.includes(':') === (family === 6));
}
