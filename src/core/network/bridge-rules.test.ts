import { expect, test } from 'vitest';
import { missingRules, ownChains } from './bridge-rules.ts';
import type { BridgeNetwork } from './network-record.ts';

const network: BridgeNetwork = {
  name: 'web',
  bridge: 'cm-0123456789',
  subnets: [
    { subnet: '10.89.0.0/24', gateway: '10.89.0.1' },
    { subnet: 'fd00::/64', gateway: 'fd00::1' },
  ],
  gateways: ['10.89.0.1', 'fd00::1'],
  mtu: 0,
  isolation: 'networks',
};

test('each family gets its own addresses only', () => {
  const text = (family: 4 | 6) =>
    ownChains(network, family)
      .flatMap(({ rules }) => rules)
      .join('\n');
  expect(text(4)).toContain('-s 10.89.0.0/24');
  expect(text(4)).not.toContain('fd00');
  expect(text(6)).toContain('-d fd00::1 -p udp --dport 53');
  expect(text(6)).not.toContain('10.89');
});

test('other networks get in where nothing keeps them out, and an internal one lets nobody out', () => {
  const forward = (isolation: BridgeNetwork['isolation']) => ownChains({ ...network, isolation }, 4)[0]?.rules ?? [];
  expect(forward('networks')).toContain('-o cm-0123456789 -j DROP');
  expect(forward('none')).toContain('-o cm-0123456789 -i cm-+ -j ACCEPT');
  expect(forward('internal')).toContain('-i cm-0123456789 -j DROP');
  expect(ownChains({ ...network, isolation: 'internal' }, 4)[2]?.rules).toEqual([]);
});

test('names of chains are no longer than the kernel takes', () => {
  for (const { chain } of ownChains(network, 4)) expect(chain.length).toBeLessThanOrEqual(28);
});

test('what is missing: hooks, chains, and rules of chains', () => {
  const hook = ['-A FORWARD -j CONMAN-FW-0123456789', '-A INPUT -j CONMAN-IN-0123456789'];
  const last = '-A POSTROUTING -j CONMAN-NAT-0123456789';
  hook.push('-A PREROUTING -j CONMAN-DNS-0123456789');
  const rules = ownChains(network, 4).flatMap((own) => own.rules.map((rule) => `-A ${own.chain} ${rule}`));
  expect(missingRules(network, 4, [...hook, last, ...rules])).toEqual([]);
  expect(missingRules(network, 4, [...hook, ...rules])).toEqual([last]);
  expect(missingRules(network, 4, [...hook, last, ...rules.slice(1)])).toEqual(['CONMAN-FW-0123456789']);
  expect(missingRules(network, 4, [])).toHaveLength(8);
});
