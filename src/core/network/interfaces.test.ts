import { expect, test } from 'vitest';
import { expectPossible, newInterface, noWishes } from './interfaces.ts';
import type { KnownNetwork } from './network-catalog.ts';

const context = { ipamDirectory: '/ipam', firewalld: false };
const capable: KnownNetwork = {
  ...{ source: 'cni', name: 'theirs' },
  conflist: { name: 'theirs', plugins: [{ type: 'x', capabilities: { portMappings: true, ips: true } }] },
};

test('plugins are told of ports, addresses, bandwidth and names under the names that CNI has for them', () => {
  const connection = { network: 'theirs', addresses: ['10.0.0.5', 'fd00::5'], mac: '02:00:00:00:00:05' };
  const wishes = {
    ...noWishes,
    ports: [
      { protocol: 'tcp', hostPort: 8080, containerPort: 80 },
      { protocol: 'udp', hostAddress: '127.0.0.1', hostPort: 53, containerPort: 53 },
    ],
    bandwidth: { ingressBits: 10_000_000, egressBits: undefined },
    ...{ dns: ['192.0.2.53'], dnsSearch: ['lan'], dnsOptions: ['ndots:2'] },
  } as const;
  expect(newInterface(capable, connection, wishes, context).capabilityArgs).toEqual({
    portMappings: [
      { hostPort: 8080, containerPort: 80, protocol: 'tcp' },
      { hostPort: 53, containerPort: 53, protocol: 'udp', hostIP: '127.0.0.1' },
    ],
    ips: ['10.0.0.5', 'fd00::5'],
    mac: '02:00:00:00:00:05',
    bandwidth: { ingressRate: 10_000_000, ingressBurst: 1_000_000 },
    dns: { servers: ['192.0.2.53'], searches: ['lan'], options: ['ndots:2'] },
  });
  expect(newInterface(capable, { network: 'theirs' }, noWishes, context).capabilityArgs).toEqual({});
});

test('what no plugin of others can do is refused by the name of the capability', () => {
  const nothing = { ports: [], bandwidth: undefined };
  expect(() => expectPossible(capable, { network: 'theirs', addresses: ['10.0.0.5'] }, nothing)).not.toThrow();
  const bandwidth = { ingressBits: 8_000 };
  expect(() => expectPossible(capable, { network: 'theirs' }, { ...nothing, bandwidth })).toThrow(
    'no plugin of its CNI configuration has the capability bandwidth',
  );
});
