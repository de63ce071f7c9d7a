import { expect, test } from 'vitest';
import type { ContainerNetworkOptions } from '../api/network.ts';
import { ConmanError } from '../errors/index.ts';
import { parseNetworkOptions } from './network-request.ts';

const port = { protocol: 'tcp', hostPort: 80, containerPort: 80 } as const;

test('the default is to be on a network', () => {
  expect(parseNetworkOptions({ mode: 'default', ports: [port] })).toMatchObject({
    mode: 'networks',
    connections: [],
    ports: [port],
  });
});

const refused: readonly (readonly [string, ContainerNetworkOptions])[] = [
  ['a mode that nobody knows', { mode: 'wifi' as 'none' }],
  ['ports without a network', { mode: 'none', ports: [port] }],
  ['ports of the host on the host', { mode: 'host', ports: [port] }],
  ['networks without a name', { mode: 'networks' }],
  ['a network beside the host', { mode: 'host', connections: [{ network: 'a' }] }],
  ['a port of no protocol', { mode: 'default', ports: [{ ...port, protocol: 'sctp' as 'tcp' }] }],
  ['port 0 of the container', { mode: 'default', ports: [{ ...port, containerPort: 0 }] }],
  ['a port beyond the last', { mode: 'default', ports: [{ ...port, hostPort: 65_536 }] }],
  ['an address that is none', { mode: 'default', ports: [{ ...port, hostAddress: 'localhost' }] }],
  ['the same port twice', { mode: 'default', ports: [port, { ...port, containerPort: 81 }] }],
  ['a name server by name', { mode: 'default', dns: ['dns.example'] }],
  ['four name servers', { mode: 'default', dns: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] }],
  ['a line break in a search domain', { mode: 'default', dnsSearch: ['a\nnameserver 6.6.6.6'] }],
  ['a line break in an option', { mode: 'default', dnsOptions: ['ndots:1\nnameserver 6.6.6.6'] }],
  ['a line break in a host', { mode: 'default', extraHosts: [{ name: 'a\nb', address: '1.1.1.1' }] }],
  ['two IPv4 addresses', { mode: 'networks', connections: [{ network: 'a', addresses: ['1.1.1.1', '1.1.1.2'] }] }],
  ['a hardware address that is none', { mode: 'networks', connections: [{ network: 'a', mac: '02:42' }] }],
  ['a bandwidth of nothing', { mode: 'default', bandwidth: { ingressBits: 1 } }],
];

test.each(refused)('%s is refused', (_, options) => {
  expect(() => parseNetworkOptions(options)).toThrow(ConmanError);
});
