import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NetworkHost } from './network-host.ts';

const ports = [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }] as const;
const httpd = { command: ['sh', '-c', 'echo hello >index.html; exec httpd -f -p 80'] };

test('after a reboot nothing of before is left of networks, and what shall run again is on its own', async () => {
  await using host = await NetworkHost.start();
  mkdirSync(host.cniConfigDirectory);
  const leases = join(host.conman.root, 'leases');
  // Of others, and on the disk: a reboot does not take them away.
  const ipam = { type: 'host-local', dataDir: leases, subnet: '10.77.0.0/24' };
  const conf = { cniVersion: '1.0.0', name: 'theirs', type: 'ptp', ipam };
  writeFileSync(join(host.cniConfigDirectory, '10-theirs.conf'), JSON.stringify(conf));
  await host.start('web', { mode: 'default', ports }, { ...httpd, restart: { kind: 'always' } });
  await host.start('theirs', { mode: 'networks', connections: [{ network: 'theirs' }] });
  await host.start('ours', { mode: 'default', ports: [{ protocol: 'tcp', hostPort: 8081, containerPort: 80 }] });
  const lease = join(leases, 'theirs/10.77.0.2');
  expect(existsSync(lease)).toBe(true);

  await host.reboot();
  expect(existsSync(lease)).toBe(false);
  expect(await host.get('', 'http://127.0.0.1:8080/')).toBe('hello\n');
  expect(await host.engine.checkNetwork('conman')).toEqual([]);
  const [network] = await host.engine.listNetworks();
  expect(network).toMatchObject({ name: 'conman', containers: ['web'], message: '' });
  expect(readdirSync(join(host.conman.root, 'run/netns'))).toHaveLength(1);
  expect(await host.sh('iptables-save')).not.toContain('--dport 8081');
  // Who was not to run again can be started by hand.
  await host.engine.startContainer('theirs');
  expect(await host.address('theirs')).toMatch(/^10\.77\.0\.\d+$/);
});
