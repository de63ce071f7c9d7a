import { expect, test } from 'vitest';
import type { ContainerNetworkOptions, CreateNetworkOptions } from '../api/network.ts';
import { Wire } from './testing/wire.ts';
import { network } from './testing/wire-samples.ts';

const wire = new Wire();

test('networks cross the wire unchanged, and so does what is asked of them', async () => {
  const seen: unknown[] = [];
  const engine = await wire.serve({
    listNetworks: async () => [network],
    createNetwork: async (options) => {
      seen.push(options);
      return network;
    },
    connectNetwork: async (...words) => void seen.push(words),
    checkNetwork: async (name) => [`${name} is wrong`],
    createContainer: async ({ network: asked }) => {
      seen.push(asked);
      return { id: 'a' };
    },
  });
  expect(await engine.listNetworks()).toEqual([network]);
  const options: CreateNetworkOptions = {
    ...{
      name: 'web',
      subnets: ['10.0.0.0/24'],
      gateways: ['10.0.0.9'],
      ranges: ['10.0.0.64/26'],
      ipv6: true,
      mtu: 9000,
      labels: { a: 'b' },
    },
    isolation: 'none',
  };
  expect(await engine.createNetwork(options)).toEqual(network);
  const connection = { network: 'web', aliases: ['db'], addresses: ['10.0.0.4'], mac: '02:00:00:00:00:01' };
  await engine.connectNetwork('c', connection);
  expect(await engine.checkNetwork('web')).toEqual(['web is wrong']);
  const asked: ContainerNetworkOptions = {
    ...{ mode: 'networks', container: undefined, connections: [connection], dns: ['1.1.1.1'], dnsSearch: ['lan'] },
    ports: [{ protocol: 'udp', hostAddress: '127.0.0.1', hostPort: 0, containerPort: 53 }],
    ...{ dnsOptions: ['ndots:2'], extraHosts: [{ name: 'me', address: 'host-gateway' }] },
    bandwidth: { ingressBits: 8_000, egressBits: undefined },
    publishExposed: true,
  };
  await engine.createContainer({ name: 'c', image: '/x', command: ['x'], network: asked });
  expect(seen).toEqual([options, ['c', connection], asked]);
});
