import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NetworkHost } from './network-host.ts';

const on = (network: string) => ({ mode: 'networks', connections: [{ network }] }) as const;

test('networks are made, listed, shown, refused and removed by conmanctl', async () => {
  await using host = await NetworkHost.start();
  const { conman } = host;
  expect(await conman.ask('network', 'list')).toEqual({ networks: [] });
  await host.sh('ip link add other0 type bridge; ip address add 10.89.0.1/16 dev other0; ip link set other0 up');
  await conman.ask('network', 'create', 'free');
  await conman.ask(
    'network',
    'create',
    '--subnet',
    '10.200.0.0/24',
    '--gateway',
    '10.200.0.254',
    '--mtu',
    '1400',
    'mine',
  );
  const listed = (await conman.ask('network', 'list')) as { networks: { name: string; subnets: string[] }[] };
  expect(listed.networks.map(({ name, subnets }) => [name, ...subnets])).toEqual([
    // Away from the route that is there.
    ['free', '10.90.0.0/24'],
    ['mine', '10.200.0.0/24'],
  ]);
  for (const [words, reason] of [
    [['mine'], 'there is a network mine already'],
    [['--subnet', '10.200.0.128/25', 'x'], 'overlaps network mine'],
    [['--subnet', '10.89.7.0/24', 'x'], "overlaps the host's route to 10.89.0.0/16"],
    [['--subnet', '10.201.0.0/24', '--gateway', '10.1.1.1', 'x'], 'is no host of 10.201.0.0/24'],
    [['--subnet', 'nonsense', 'x'], 'is no subnet'],
    [['--subnet', '10.201.0.0/24', '--ip-range', '10.202.0.0/25', 'x'], 'the range 10.202.0.0/25 is not within'],
    [['--mtu', '7', 'x'], 'MTU'],
    [['host'], 'a meaning of its own'],
  ] as const) {
    const { status, stderr } = await conman.ctl(['network', 'create', ...words]);
    expect(status, stderr).not.toBe(0);
    expect(stderr).toContain(reason);
  }
  await host.start('a', on('mine'));
  expect(await host.address('a')).toBe('10.200.0.1');
  expect((await host.inside('a', 'ip route; cat /sys/class/net/eth0/mtu || ip link show eth0')).stdout).toContain(
    '1400',
  );
  expect((await host.inside('a', 'ip route')).stdout).toContain('default via 10.200.0.254');
  const shown = JSON.parse((await conman.ctl(['network', 'inspect', 'mine'])).stdout);
  expect(shown.containers).toMatchObject([{ containerName: 'a', interface: 'eth0', addresses: ['10.200.0.1/24'] }]);
  expect((await conman.ctl(['network', 'rm', 'mine'])).stderr).toContain('network mine is used by a');
  await conman.ask('run', '-d', '--rm', 'busybox', 'true');
  expect(await conman.ask('network', 'prune', '--dry-run')).toEqual({ names: ['free'] });
  expect((await conman.ctl(['network', 'prune'])).stderr).toContain('Say so with --force.');
  // Neither one that is used nor the default one.
  expect(await conman.ask('network', 'prune', '--force')).toEqual({ names: ['free'] });
  expect((await host.engine.listNetworks()).map(({ name }) => name)).toEqual(['conman', 'mine']);
  // Also while it only waits to be started.
  await host.engine.stopContainer('a', { timeoutSeconds: 0 });
  expect((await conman.ctl(['network', 'rm', 'mine'])).stderr).toContain('is used by a');
  await host.engine.removeContainer('a');
  await conman.ask('network', 'rm', 'mine');
  expect((await conman.ctl(['network', 'inspect', 'mine'])).stderr).toContain('there is no network');
});

test('IPv6, an isolation that lets others in, and one that lets nobody out', async () => {
  await using host = await NetworkHost.start();
  const { engine } = host;
  const network = await engine.createNetwork({ name: 'six', ipv6: true });
  expect(network.subnets[1]).toMatch(/^fd[0-9a-f:]+::\/64$/);
  // Of IPv6 alone.
  await engine.createNetwork({ name: 'only', subnets: ['fd77::/64'] });
  await host.start('alone', on('only'));
  expect((await host.inside('alone', 'cat /etc/resolv.conf')).stdout).toContain('nameserver fd77::1');
  expect((await host.inside('alone', 'ping -6 -c1 -W2 alone')).status).toBe(0);
  await engine.createNetwork({ name: 'open', isolation: 'none' });
  await engine.createNetwork({ name: 'vault', isolation: 'internal' });
  await host.start(
    'web',
    { ...on('six'), ports: [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }] },
    { command: ['sh', '-c', 'echo six >index.html; exec httpd -f -p [::]:80'] },
  );
  await host.start('client', on('six'));
  await host.start('open', on('open'));
  await host.start('secret', on('vault'));
  const six = (await engine.containerStatus('web')).network?.networks[0]?.addresses[1] ?? '';
  expect(await host.get('client', `http://[${six}]/`)).toBe('six\n');
  expect((await host.inside('client', 'ping -6 -c1 -W2 web')).status).toBe(0);
  expect((await host.inside('client', 'ip -6 route')).stdout).toContain('default via fd');
  expect(await host.get('', 'http://127.0.0.1:8080/')).toBe('six\n');

  expect((await host.inside('client', `ping -c1 -W2 ${await host.address('open')}`)).status).toBe(0);
  expect((await host.inside('open', `ping -c1 -W1 ${await host.address('client')}`)).status).not.toBe(0);
  expect((await host.inside('secret', 'ip route')).stdout).not.toContain('default');
  expect((await host.inside('secret', 'ping -c1 -W2 10.89.2.1')).status).toBe(0);
});

test('an address, a hardware address and a bandwidth of one’s own', async () => {
  await using host = await NetworkHost.start();
  const { stderr } = await host.conman.ctl([
    ...['run', '-d', '--name', 'a', '--ip', '10.89.0.77', '--mac-address', '02:42:ac:11:00:07', '--bandwidth', '8m:1m'],
    ...['busybox', 'sleep', '1000'],
  ]);
  expect(stderr).toBe('');
  const { stdout } = await host.inside('a', 'ip addr show eth0');
  expect(stdout).toContain('02:42:ac:11:00:07');
  expect(stdout).toContain('10.89.0.77/24');
  expect(await host.sh('tc qdisc')).toContain('rate 8Mbit');
  const again = await host.conman.ctl(['run', '-d', '--name', 'b', '--ip', '10.89.0.77', 'busybox', 'sleep', '1000']);
  expect(again.stderr).toContain('"bridge" refused ADD');
  expect(again.stderr).toContain('10.89.0.77');
  await host.conman.ask('network', 'create', '--subnet', '10.203.0.0/24', '--ip-range', '10.203.0.128/25', 'part');
  await host.start('ranged', on('part'));
  expect(await host.address('ranged')).toBe('10.203.0.128');
  await host.start('fixed', { mode: 'networks', connections: [{ network: 'part', addresses: ['10.203.0.7'] }] });
  expect(await host.address('fixed')).toBe('10.203.0.7');
  for (const [address, reason] of [
    ['10.1.1.1', 'is no address of network conman'],
    ['10.89.0.1', "the host's own address"],
  ] as const) {
    const refused = await host.conman.ctl(['run', '-d', '--ip', address, 'busybox', 'true']);
    expect(refused.stderr).toContain(reason);
  }
  expect((await host.engine.listContainers()).map(({ name }) => name)).toEqual(['a', 'ranged', 'fixed']);
});

test('networks that others have configured are used as they are, and what they cannot do is refused', async () => {
  await using host = await NetworkHost.start();
  mkdirSync(host.cniConfigDirectory);
  const ipam = { type: 'host-local', dataDir: join(host.conman.root, 'run/ipam'), subnet: '10.77.0.0/24' };
  const routes = [{ dst: '0.0.0.0/0' }];
  const conf = {
    cniVersion: '0.4.0',
    name: 'theirs',
    type: 'ptp',
    ipam: { ...ipam, routes },
    dns: { nameservers: ['10.77.0.53'] },
  };
  writeFileSync(join(host.cniConfigDirectory, '10-theirs.conf'), JSON.stringify(conf));
  writeFileSync(join(host.cniConfigDirectory, '20-broken.conflist'), '{"name": "broken"');
  await host.start('a', on('theirs'));
  expect(await host.address('a')).toBe('10.77.0.2');
  expect((await host.inside('a', 'cat /etc/resolv.conf')).stdout).toContain('nameserver 10.77.0.53');
  expect((await host.conman.ctl(['network', 'list', '--output', 'table'])).stdout).toContain('ptp (cni)');
  expect(await host.engine.checkNetwork('theirs')).toEqual([]);
  // Its plugin makes a way out of its own, which is not that of the first network.
  await host.start('c', { mode: 'networks', connections: [{ network: 'conman' }, { network: 'theirs' }] });
  expect((await host.inside('c', 'ip route | grep ^default')).stdout.trim()).toBe('default via 10.89.0.1 dev eth0');
  const ports = [{ protocol: 'tcp', hostPort: 80, containerPort: 80 }] as const;
  await expect(host.start('b', { ...on('theirs'), ports })).rejects.toMatchObject({
    message: expect.stringContaining('no plugin of its CNI configuration has the capability portMappings'),
  });
  await expect(host.start('b', on('broken'))).rejects.toMatchObject({
    code: 'not-found',
    hint: expect.stringContaining('20-broken.conflist is not JSON'),
  });
  await expect(host.engine.removeNetwork('theirs')).rejects.toMatchObject({
    message: 'network theirs was not made by conman',
  });
});

test('where somebody else answers for names on all addresses, it is said, and containers get the host’s servers', async () => {
  await using host = await NetworkHost.start();
  await using _server = await host.startProgram(
    ['node', join(import.meta.dirname, 'name-server.ts'), '0.0.0.0'],
    'ready',
  );
  await host.start('a');
  const [network] = await host.engine.listNetworks();
  expect(network?.message).toContain('do not find each other by name: cannot listen on 10.89.0.1 UDP port 53');
  expect((await host.inside('a', 'cat /etc/resolv.conf')).stdout).not.toContain('10.89.0.1');
});
