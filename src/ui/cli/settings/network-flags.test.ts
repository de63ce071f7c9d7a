import { expect, test } from 'vitest';
import { ConmanError } from '../../../core/errors/index.ts';
import { parsePublish } from '../../input/publish-flag.ts';
import { networkOf, parseConnection } from './network-flags.ts';

test.each([
  ['80', [{ protocol: 'tcp', hostPort: 0, containerPort: 80 }]],
  ['8080:80', [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }]],
  ['127.0.0.1:53:5353/udp', [{ protocol: 'udp', hostAddress: '127.0.0.1', hostPort: 53, containerPort: 5353 }]],
  ['127.0.0.1::80', [{ protocol: 'tcp', hostAddress: '127.0.0.1', hostPort: 0, containerPort: 80 }]],
  ['[::1]:8080:80', [{ protocol: 'tcp', hostAddress: '::1', hostPort: 8080, containerPort: 80 }]],
  [
    '8000-8001:90-91',
    [
      { protocol: 'tcp', hostPort: 8000, containerPort: 90 },
      { protocol: 'tcp', hostPort: 8001, containerPort: 91 },
    ],
  ],
])('--publish %s', (text, ports) => {
  expect(parsePublish(text)).toEqual(ports);
});

test.each(['', 'x', '0:80', '80:99999', '8000-8002:90-91', '9-8:1-2', '1:2:3:4', '80/sctp', '-1:80'])(
  '--publish %j is refused',
  (text) => {
    expect(() => parsePublish(text)).toThrow(ConmanError);
  },
);

test.each([
  [{}, { mode: 'default' }],
  [{ network: ['bridge'] }, { mode: 'default' }],
  [{ network: ['none'] }, { mode: 'none' }],
  [{ network: ['container:db'] }, { mode: 'container', container: 'db' }],
  [
    { network: ['web', 'back'], ip: '10.1.2.3', networkAlias: ['www'] },
    {
      mode: 'networks',
      connections: [{ network: 'web', aliases: ['www'], addresses: ['10.1.2.3'] }, { network: 'back' }],
    },
  ],
  [{ macAddress: '02:00:00:00:00:01' }, { mode: 'default', connections: [{ network: '', mac: '02:00:00:00:00:01' }] }],
  [
    { addHost: ['db:10.0.0.1', 'six:[fd00::1]', 'me:host-gateway'], bandwidth: '10m:512k' },
    {
      mode: 'default',
      extraHosts: [
        { name: 'db', address: '10.0.0.1' },
        { name: 'six', address: 'fd00::1' },
        { name: 'me', address: 'host-gateway' },
      ],
      bandwidth: { ingressBits: 10_000_000, egressBits: 512_000 },
    },
  ],
])('%j', (flags, options) => {
  expect(networkOf(flags)).toEqual(options);
});

test.each([
  { network: ['none', 'web'] },
  { network: ['host'], ip: '10.1.2.3' },
  { bandwidth: 'fast' },
  { addHost: ['db'] },
  { network: ['alias=x'] },
  { network: ['name=web,colour=red'] },
])('%j is refused', (flags) => {
  expect(() => networkOf(flags)).toThrow(ConmanError);
});

test('a connection at length', () => {
  expect(parseConnection('name=back,alias=db,alias=sql,ip=10.1.2.3,ip6=fd00::3,mac=02:00:00:00:00:01')).toEqual({
    network: 'back',
    aliases: ['db', 'sql'],
    addresses: ['10.1.2.3', 'fd00::3'],
    mac: '02:00:00:00:00:01',
  });
});
