import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRootfs } from '../cli/conman.ts';
import { NetworkHost } from './network-host.ts';

const nameServer = join(import.meta.dirname, 'name-server.ts');
const httpd = (text: string) => ({ command: ['sh', '-c', `echo ${text} >index.html; exec httpd -f -p 80`] });

test('containers of a network find each other by name, alias and short id; those of others do not', async () => {
  await using host = await NetworkHost.start();
  const { engine } = host;
  await engine.createNetwork({ name: 'other' });
  const on = (network: string, aliases: readonly string[] = []) =>
    ({ mode: 'networks', connections: [{ network, aliases }] }) as const;
  const id = await host.start('web', on('conman', ['www', 'Site']), httpd('hello'));
  await host.start('client', { mode: 'default', extraHosts: [{ name: 'me', address: 'host-gateway' }] });
  await host.start('stranger', on('other'));

  for (const name of ['web', 'www', 'site', 'WEB', id.slice(0, 12)]) {
    expect(await host.get('client', `http://${name}/`), name).toBe('hello\n');
  }
  const address = await host.address('web');
  expect((await host.inside('client', `nslookup ${address}`)).stdout).toContain('name = web');
  const hosts = (await host.inside('client', 'cat /etc/hosts')).stdout;
  expect(hosts).toContain(await host.address('client'));
  expect(hosts).toMatch(/^10\.89\.1\.1\tme$/m);
  expect((await host.inside('web', 'ping -c1 -W2 client')).status).toBe(0);

  // Neither by name nor by address, and in no direction.
  expect((await host.inside('stranger', 'nslookup web')).stdout).not.toContain(address);
  expect((await host.inside('stranger', `timeout 1 wget -qO- http://${address}/`)).status).not.toBe(0);
  expect((await host.inside('web', `ping -c1 -W1 ${await host.address('stranger')}`)).status).not.toBe(0);

  // A new name is a name at once; after kill -9 of conmand and its return the server answers again.
  await engine.renameContainer('web', 'web2');
  expect(await host.get('client', 'http://web2/')).toBe('hello\n');
  const client = (await engine.containerStatus('client')).pid;
  await host.conman.killDaemon();
  const meanwhile = ['-n', '-m', '/bin/sh', '-c', `wget -qO- http://${address}/`];
  expect((await host.run('nsenter', '-t', String(client), ...meanwhile)).stdout).toBe('hello\n');
  await host.conman.startDaemon();
  expect(await host.get('client', 'http://www/')).toBe('hello\n');
});

test('a container that starts again, by its user or by itself, has its network again', async () => {
  await using host = await NetworkHost.start();
  const ports = [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }] as const;
  await host.start('web', { mode: 'default', ports }, { ...httpd('hello'), restart: { kind: 'always' } });
  await host.start('client');
  await host.engine.stopContainer('web', { timeoutSeconds: 0 });
  expect(await host.sh('iptables-save')).not.toContain('--dport 8080');
  await host.engine.startContainer('web');
  expect(await host.get('client', 'http://web/')).toBe('hello\n');

  const restarted = (async () => {
    for await (const event of host.engine.events()) {
      if (event.kind === 'container' && event.type === 'started') return;
    }
  })();
  const { pid } = await host.engine.containerStatus('web');
  process.kill(pid, 'SIGKILL');
  await restarted;
  expect(await host.get('client', 'http://web/')).toBe('hello\n');
  expect(await host.get('', 'http://127.0.0.1:8080/')).toBe('hello\n');
});

test('none, the network of the host, and that of another container', async () => {
  await using host = await NetworkHost.start();
  await host.start('web', { mode: 'default' }, httpd('hello'));
  await host.start('alone', { mode: 'none' });
  await host.start('host', { mode: 'host' });
  await host.start('beside', { mode: 'container', container: 'web' });
  expect((await host.inside('alone', 'ip -o link | wc -l')).stdout.trim()).toBe('1');
  expect((await host.inside('host', 'ip -o link')).stdout).toContain('cm-');
  expect(await host.get('beside', 'http://127.0.0.1/')).toBe('hello\n');
  expect((await host.inside('beside', 'cat /etc/hosts')).stdout).toContain(await host.address('web'));
  await host.engine.stopContainer('beside', { timeoutSeconds: 0 });
  await host.engine.startContainer('beside');
  expect(await host.get('beside', 'http://127.0.0.1/')).toBe('hello\n');

  await host.engine.stopContainer('beside', { timeoutSeconds: 0 });
  await host.engine.stopContainer('web', { timeoutSeconds: 0 });
  await expect(host.engine.startContainer('beside')).rejects.toMatchObject({
    code: 'failed-precondition',
    message: expect.stringContaining('container web'),
  });
  await expect(
    host.engine.createContainer({
      ...{ name: 'x', image: 'busybox', command: ['true'], network: { mode: 'host' } },
      sysctls: { 'net.ipv4.ip_forward': '1' },
    }),
  ).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('a running container comes to a network and leaves it', async () => {
  await using host = await NetworkHost.start();
  const { engine } = host;
  await engine.createNetwork({ name: 'back', subnets: ['10.200.7.0/24'] });
  await host.start('db', { mode: 'networks', connections: [{ network: 'back' }] }, httpd('data'));
  await host.start('app');
  expect((await host.inside('app', 'timeout 1 wget -qO- http://db/')).status).not.toBe(0);

  await host.conman.ask('network', 'connect', '--alias', 'api', '--ip', '10.200.7.77', 'back', 'app');
  expect(await host.get('app', 'http://db/')).toBe('data\n');
  expect((await host.inside('app', 'cat /etc/hosts; ip -4 addr show eth1')).stdout).toContain('10.200.7.77/24');
  expect((await host.inside('db', 'ping -c1 -W2 api')).status).toBe(0);
  await expect(engine.connectNetwork('app', { network: 'back' })).rejects.toMatchObject({ code: 'already-exists' });
  await expect(engine.removeNetwork('back')).rejects.toMatchObject({
    code: 'failed-precondition',
    message: 'network back is used by db, app',
  });
  expect(await engine.checkNetwork('back')).toEqual([]);

  // It is there again after the next start, and gone after it has left.
  await engine.restartContainer('app', { timeoutSeconds: 0 });
  expect(await host.get('app', 'http://db/')).toBe('data\n');
  await engine.disconnectNetwork('app', 'back');
  expect((await host.inside('app', 'ip -o link')).stdout).not.toContain('eth1');
  expect((await host.inside('app', 'cat /etc/hosts')).stdout).not.toContain('10.200.7.77');
  expect((await engine.inspectNetwork('back')).containers.map(({ containerName }) => containerName)).toEqual(['db']);
  await expect(engine.disconnectNetwork('app', 'back')).rejects.toMatchObject({ code: 'not-found' });
});

test('the first network is the way out; when it is left, the next one is, for names and published ports too', async () => {
  await using host = await NetworkHost.start();
  const { engine } = host;
  for (const name of ['vault', 'front', 'back']) {
    await engine.createNetwork({ name, isolation: name === 'vault' ? 'internal' : 'networks', ipv6: name === 'back' });
  }
  await host.start('db', { mode: 'networks', connections: [{ network: 'back' }] }, httpd('data'));
  const connections = ['vault', 'front', 'back'].map((network) => ({ network }));
  await host.start('app', { mode: 'networks', connections }, httpd('app'));
  const ways = async () => (await host.inside('app', '(ip route; ip -6 route) | grep ^default')).stdout;
  const gateways = async (name: string) => (await engine.inspectNetwork(name)).gateways;
  const [frontGateway] = await gateways('front');
  const [backGateway, backGateway6] = await gateways('back');
  expect(await ways()).toMatch(
    new RegExp(`^default via ${frontGateway} dev eth1 *\ndefault via ${backGateway6} dev eth2`),
  );

  await engine.disconnectNetwork('app', 'front');
  expect(await ways()).toMatch(
    new RegExp(`^default via ${backGateway} dev eth2 *\ndefault via ${backGateway6} dev eth2`),
  );
  await engine.connectNetwork('app', { network: 'front' });
  expect(await ways()).not.toContain(frontGateway);
  await engine.disconnectNetwork('app', 'vault');
  expect((await host.inside('app', 'cat /etc/resolv.conf')).stdout).toContain(`nameserver ${backGateway}`);
  expect(await host.get('app', 'http://db/')).toBe('data\n');

  const ports = [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }] as const;
  await host.start('web', { mode: 'default', ports }, httpd('hello'));
  await expect(engine.disconnectNetwork('web', 'conman')).rejects.toMatchObject({
    code: 'failed-precondition',
    hint: expect.stringContaining('conmanctl network connect NETWORK web'),
  });
  await engine.connectNetwork('web', { network: 'vault' });
  await expect(engine.disconnectNetwork('web', 'conman')).rejects.toMatchObject({
    message: expect.stringContaining('network vault is internal'),
  });
  await engine.disconnectNetwork('web', 'vault');
  await engine.connectNetwork('web', { network: 'back' });
  await engine.disconnectNetwork('web', 'conman');
  expect(await host.get('', 'http://127.0.0.1:8080/')).toBe('hello\n');
  await engine.restartContainer('web', { timeoutSeconds: 0 });
  expect(await host.get('', 'http://127.0.0.1:8080/')).toBe('hello\n');
});

test('names that conman does not know are asked of others: the container’s own servers', async () => {
  await using host = await NetworkHost.start();
  // On the host's loopback, where only conmand reaches it.
  await using _server = await host.startProgram(['node', nameServer, '127.0.0.77'], 'ready');
  await host.start('client', {
    mode: 'default',
    dns: ['127.0.0.77'],
    dnsSearch: ['lan.example'],
    dnsOptions: ['timeout:2'],
  });
  expect((await host.inside('client', 'nslookup -type=a outside.example')).stdout).toContain('192.0.2.99');
  expect((await host.inside('client', 'cat /etc/resolv.conf')).stdout).toBe(
    'nameserver 10.89.0.1\nsearch lan.example\noptions ndots:0 timeout:2\n',
  );
});

test('a container whose root file system has no network files, by the contract’s command line', async () => {
  await using host = await NetworkHost.start();
  const rootfs = makeRootfs(join(host.conman.root, 'other-rootfs'));
  const created = await host.conman.ask('container', 'create', '--image', rootfs, 'cont1', '--', '/bin/sleep', '100');
  const { containerId } = created as { containerId: string };
  await host.conman.ask('container', 'start', containerId);
  expect(await host.address('cont1')).toBe('10.89.0.2');
});
