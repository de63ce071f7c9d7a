import { expect, test } from 'vitest';
import type { AttachedInterface } from './attachment-record.ts';
import type { KnownNetwork } from './network-catalog.ts';
import type { NetworkRecord } from './network-record.ts';
import { routesOut, waysOut } from './way-out.ts';

function own(name: string, isolation: NetworkRecord['isolation'], ...subnets: readonly string[]): KnownNetwork {
  const record: NetworkRecord = {
    ...{ version: 1, name, createdAt: '1', bridge: 'cm-1', mtu: 0, labels: {}, cniVersion: '1.0.0', isolation },
    subnets: subnets.map((subnet) => ({ subnet, gateway: subnet.replace(/0?\/\d+$/, '1') })),
  };
  return { source: 'conman', name, record };
}

const vault = own('vault', 'internal', '10.1.0.0/24');
const four = own('four', 'networks', '10.2.0.0/24');
const both = own('both', 'none', '10.3.0.0/24', 'fd03::/64');
const theirs: KnownNetwork = {
  ...{ source: 'cni', name: 'theirs' },
  conflist: { name: 'theirs', plugins: [{ type: 'macvlan' }] },
};

test('of each family, the first network that leads out is the way; plugins of others may do as they like', () => {
  expect(waysOut([vault, four, both])).toEqual([[], [4], [6]]);
  expect(waysOut([both, four])).toEqual([[4, 6], []]);
  expect(waysOut([theirs, both])).toEqual([[4, 6], []]);
  expect(waysOut([four, theirs])).toEqual([[4], [6]]);
});

function on({ name }: KnownNetwork, index: number, ...gateways: readonly string[]): AttachedInterface {
  return {
    ...{ network: name, interface: `eth${index}`, aliases: [], capabilityArgs: {} },
    conflist: { name, plugins: [{ type: 'bridge' }] },
    result: { ips: gateways.map((gateway) => ({ address: `${gateway}2/24`, gateway })) },
  };
}

test('routes are by the gateways that the plugins named, of interfaces that are there', () => {
  const interfaces = [on(vault, 0, '10.1.0.1'), on(four, 1, '10.2.0.1'), on(both, 2, '10.3.0.1', 'fd03::1')];
  expect(routesOut(interfaces, [vault, four, both])).toEqual([
    { gateway: '10.2.0.1', interface: 'eth1' },
    { gateway: 'fd03::1', interface: 'eth2' },
  ]);
  expect(routesOut([{ ...on(four, 0), result: undefined }], [four])).toEqual([]);
});
