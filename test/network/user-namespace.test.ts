import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NetworkHost } from './network-host.ts';

test('a container with user ids of its own is on the network like any other', async () => {
  await using host = await NetworkHost.start();
  chmodSync(host.conman.root, 0o711);
  const userNamespace = { kind: 'auto' } as const;
  const command = ['sh', '-c', 'echo hello >index.html; exec httpd -f -p 80'];
  const ports = [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }] as const;
  await host.start('web', { mode: 'default', ports }, { command, userNamespace, capAdd: ['NET_ADMIN'] });
  await host.start('client', { mode: 'default' }, { userNamespace, capAdd: ['NET_RAW'] });
  const inside = (name: string, script: string) => host.conman.ctl(['exec', name, '--', 'sh', '-c', script]);
  const fetch = 'for i in $(seq 100); do wget -qO- http://web/ && exit; sleep 0.05; done; exit 1';
  expect(await inside('client', fetch)).toEqual({ status: 0, stdout: 'hello\n', stderr: '' });
  expect(await inside('client', 'ping -c1 -W2 web')).toMatchObject({ status: 0, stderr: '' });
  expect((await inside('client', 'cat /proc/self/uid_map')).stdout.trim()).toMatch(/^0\s+1879113728\s+65536$/);
  // The network is theirs, as far as they were given the capability.
  expect((await inside('client', 'ip link set eth0 mtu 1400')).status).not.toBe(0);
  expect(await inside('web', 'ip link set eth0 mtu 1400 && ls /sys/class/net')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('eth0'),
  });
  await host.conman.killDaemon();
  await host.conman.startDaemon();
  await host.engine.restartContainer('web', { timeoutSeconds: 0 });
  expect(await inside('client', fetch)).toEqual({ status: 0, stdout: 'hello\n', stderr: '' });
  await expect(
    host.engine.createContainer({
      ...{ name: 'beside', image: 'busybox', command: ['true'], userNamespace },
      network: { mode: 'container', container: 'web' },
    }),
  ).rejects.toMatchObject({ message: 'a container with user ids of its own cannot share the network of another one' });
});
