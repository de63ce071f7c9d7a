import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeTestRoot } from '../fixtures/engine.ts';
import { NetworkHost } from './network-host.ts';

const httpd = { command: ['sh', '-c', 'echo hello >index.html; exec httpd -f -p 80'] };
const ports = [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }] as const;
const patient = { timeout: 60_000 };

test.each([
  ['a flush of everything, as when nftables is reloaded', 'nft flush ruleset'],
  ['a firewall of iptables that begins anew', 'iptables -F; iptables -t nat -F; iptables -X; iptables -t nat -X'],
])('rules are back after %s, and it is said', async (_, flush) => {
  await using host = await NetworkHost.start();
  await host.engine.createNetwork({ name: 'six', ipv6: true });
  const on = { mode: 'networks', connections: [{ network: 'six' }] } as const;
  await host.start('web', { ...on, ports }, httpd);
  await host.start('client', on);
  await host.start('stranger');
  await host.sh(flush);
  await host.sh('iptables -P FORWARD DROP');
  await expect.poll(() => host.conman.said, patient).toMatch(/they are back: network .*web\n/);

  await expect.poll(() => host.engine.checkNetwork('six'), patient).toEqual([]);
  expect(await host.engine.checkNetwork('conman')).toEqual([]);
  expect(await host.get('', 'http://127.0.0.1:8080/')).toBe('hello\n');
  expect(await host.get('client', 'http://web/')).toBe('hello\n');
  // What keeps networks apart is back as well, and ports are given back at the end.
  const address = await host.address('web');
  expect((await host.inside('stranger', `timeout 1 wget -qO- http://${address}/`)).status).not.toBe(0);
  await host.engine.removeContainer('web', { force: true });
  expect(await host.sh('iptables-save')).not.toContain('--dport 8080');
});

test('rules that went while conmand was away are back when it is', async () => {
  await using host = await NetworkHost.start();
  await host.start('web', { mode: 'default', ports }, httpd);
  await host.conman.killDaemon();
  await host.sh('nft flush ruleset');
  const said = await host.conman.startDaemon();
  expect(said).toContain('they are back: web');
  expect(await host.get('', 'http://127.0.0.1:8080/')).toBe('hello\n');
  expect(await host.engine.checkNetwork('conman')).toEqual([]);
});

test('the check names what is missing and nobody brought back', async () => {
  await using host = await NetworkHost.start();
  await host.start('web', { mode: 'default', ports }, httpd);
  expect(await host.engine.checkNetwork('conman')).toEqual([]);
  const chain = /^-A (CNI-DN-\S+) .*--dport 8080 .*DNAT/m.exec(await host.sh('iptables-save -t nat'))?.[1];
  await host.sh(`iptables -t nat -F ${chain}`);
  const { status, stdout } = await host.conman.ctl(['network', 'check', 'conman', '--output', 'table']);
  expect(status).toBe(1);
  expect(stdout).toBe('web: no rule publishes port 8080/tcp\n');
});

test('a firewalld that is reloaded is told again of the addresses that its plugin told it', async () => {
  const plugins = makeTestRoot();
  onTestFinished(() => rmSync(plugins, { recursive: true, force: true }));
  for (const name of readdirSync('/usr/lib/cni')) {
    if (name !== 'firewall') symlinkSync(join('/usr/lib/cni', name), join(plugins, name));
  }
  const told = join(plugins, 'told');
  const answer = JSON.stringify({ cniVersion: '0.4.0', ips: [{ version: '4', address: '10.77.0.2/24' }] });
  const script = `#!/bin/sh\necho $CNI_COMMAND >>${told}\n[ $CNI_COMMAND != ADD ] || echo '${answer}'\n`;
  writeFileSync(join(plugins, 'firewall'), script, { mode: 0o755 });
  await using host = await NetworkHost.start(['--cni-bin-dir', plugins]);
  mkdirSync(host.cniConfigDirectory);
  const ipam = { type: 'host-local', dataDir: join(host.conman.root, 'run/ipam'), subnet: '10.77.0.0/24' };
  const list = [
    { type: 'ptp', ipam },
    { type: 'firewall', backend: 'firewalld' },
  ];
  const conflist = { cniVersion: '0.4.0', name: 'theirs', plugins: list };
  writeFileSync(join(host.cniConfigDirectory, 'theirs.conflist'), JSON.stringify(conflist));
  await host.sh('nft add table inet firewalld');
  await host.start('a', { mode: 'networks', connections: [{ network: 'theirs' }] });
  expect(readFileSync(told, 'utf8')).toBe('ADD\n');
  await host.sh('nft delete table inet firewalld');
  await expect.poll(() => readFileSync(told, 'utf8'), patient).toBe('ADD\nADD\n');
});
