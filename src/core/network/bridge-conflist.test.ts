import { expect, test } from 'vitest';
import { type BridgeNeeds, bridgeConflist } from './bridge-conflist.ts';
import type { NetworkRecord } from './network-record.ts';

const record: NetworkRecord = {
  ...{ version: 1, name: 'web', createdAt: '1', bridge: 'cm-0123456789', mtu: 1400, labels: {}, cniVersion: '1.0.0' },
  isolation: 'networks',
  subnets: [{ subnet: 'fd00::/64', gateway: 'fd00::1' }],
};
const nothing: BridgeNeeds = { ports: false, bandwidth: false, firewalld: false, wayOut: [], fixed: [] };
const types = (needs: Partial<BridgeNeeds>) =>
  bridgeConflist(record, '/ipam', { ...nothing, ...needs }).plugins.map(({ type }) => type);

test('only plugins that have something to do', () => {
  expect(types({})).toEqual(['bridge']);
  expect(types({ ports: true, bandwidth: true })).toEqual(['bridge', 'portmap', 'bandwidth']);
  expect(types({ firewalld: true })).toEqual(['bridge', 'firewall']);
});

test('the way out where it is one', () => {
  const ipamOf = (wayOut: BridgeNeeds['wayOut']) =>
    bridgeConflist(record, '/ipam', { ...nothing, wayOut }).plugins[0]?.['ipam'];
  expect(ipamOf([6])).toMatchObject({ routes: [{ dst: '::/0' }], dataDir: '/ipam' });
  expect(ipamOf([4, 6])).toMatchObject({ routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }] });
  expect(ipamOf([])).not.toHaveProperty('routes');
});

test('addresses are from the range, unless one is asked for', () => {
  const ranged = { ...record, subnets: [{ subnet: '10.1.0.0/24', gateway: '10.1.0.1', range: '10.1.0.128/25' }] };
  const rangesOf = (fixed: BridgeNeeds['fixed']) =>
    bridgeConflist(ranged, '/ipam', { ...nothing, fixed }).plugins[0]?.['ipam'];
  expect(rangesOf([])).toMatchObject({
    ranges: [[{ subnet: '10.1.0.0/24', gateway: '10.1.0.1', rangeStart: '10.1.0.128', rangeEnd: '10.1.0.254' }]],
  });
  expect(rangesOf([4])).toMatchObject({ ranges: [[{ subnet: '10.1.0.0/24', gateway: '10.1.0.1' }]] });
});
