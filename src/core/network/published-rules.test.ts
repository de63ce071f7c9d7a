import { expect, test } from 'vitest';
import type { AttachmentRecord } from './attachment-record.ts';
import { missingPorts } from './published-rules.ts';

const record: AttachmentRecord = {
  ...{ version: 1, containerId: 'c1', containerName: 'web', dns: [] },
  ports: [
    { protocol: 'tcp', hostPort: 8080, containerPort: 80 },
    { protocol: 'udp', hostAddress: '127.0.0.1', hostPort: 53, containerPort: 53 },
    { protocol: 'tcp', hostAddress: '::', hostPort: 8080, containerPort: 80 },
  ],
  interfaces: [
    {
      ...{ network: 'conman', interface: 'eth0', aliases: [], capabilityArgs: {} },
      conflist: { name: 'conman', plugins: [{ type: 'bridge' }, { type: 'portmap' }] },
      result: { ips: [{ address: '10.89.0.2/24' }, { address: 'fd00::2/64' }] },
    },
  ],
};
const hooks = ['PREROUTING', 'OUTPUT'].map((chain) => `-A ${chain} -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT`);
const web = '-A CNI-DN-1 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.89.0.2:80';
const names = '-A CNI-DN-1 -d 127.0.0.1/32 -p udp -m udp --dport 53 -j DNAT --to-destination 10.89.0.2:53';

const six = '-A CNI-DN-1 -p tcp -m tcp --dport 8080 -j DNAT --to-destination [fd00::2]:80';

test('ports that a rule of each family publishes are not missed', () => {
  const missing = (ipv4: readonly string[], ipv6 = [...hooks, six]) =>
    missingPorts(record, new Map([...([[4, ipv4]] as const), ...([[6, ipv6]] as const)]));
  expect(missing([...hooks, web, names])).toEqual([]);
  expect(missing([...hooks, names])).toEqual(['8080/tcp']);
  expect(missing([web, names])).toEqual(['8080/tcp', '127.0.0.1:53/udp']);
  expect(missing([...hooks, web, names], [...hooks])).toEqual(['8080/tcp', '[::]:8080/tcp']);
  expect(missing([], [])).toHaveLength(3);
});

test('who has no interface, or no plugin for ports, lacks none', () => {
  const [first] = record.interfaces;
  if (first === undefined) throw new Error('there is one');
  expect(missingPorts({ ...record, interfaces: [{ ...first, result: undefined }] }, new Map())).toEqual([]);
  const conflist = { name: 'x', plugins: [{ type: 'macvlan' }] };
  expect(missingPorts({ ...record, interfaces: [{ ...first, conflist }] }, new Map())).toEqual([]);
});
