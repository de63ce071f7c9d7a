import { expect, test } from 'vitest';
import { NetworkHost } from './network-host.ts';

const ports = [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }] as const;
const httpd = { command: ['sh', '-c', 'echo hello >index.html; exec httpd -f -p 80'] };

test('what listens on the loopback of the host is out of reach, however a container sends its packets', async () => {
  await using host = await NetworkHost.start();
  // Its rules let the host reach the port on 127.0.0.1, and open the loopback network to the bridge for that.
  await host.start('web', { mode: 'default', ports }, httpd);
  const listen = 'net.createServer().listen(9999, "127.0.0.1", () => console.log("ready"))';
  await using _listener = await host.startProgram(['node', '-e', listen], 'ready');
  const { pid } = await host.engine.containerStatus('web');
  const inside = (script: string) => host.run('nsenter', '-t', String(pid), '-n', 'sh', '-c', script);
  // As raw sockets can do it without these settings.
  await inside(
    `ip route del local 127.0.0.0/8 dev lo table local; ip route del local 127.0.0.1 dev lo table local
     echo 1 >/proc/sys/net/ipv4/conf/eth0/route_localnet
     ip route add 127.0.0.1 via 10.89.0.1 dev eth0`,
  );
  expect((await inside('ip route get 127.0.0.1')).stdout).toContain('via 10.89.0.1 dev eth0');
  expect((await inside('echo | timeout 1 busybox nc 127.0.0.1 9999')).status).not.toBe(0);
  // Nobody is half connected either (SYN_RECV), which would be enough for who reads the answer off the wire.
  const port = (9999).toString(16).toUpperCase();
  expect(await host.sh('cat /proc/self/net/tcp')).not.toMatch(new RegExp(`:${port} [0-9A-F]{8}:[0-9A-F]{4} 03 `));
  expect(await host.sh('iptables-save -c')).toMatch(
    /^\[[1-9]\d*:\d+\] -A CONMAN-IN-\S+ -d 127\.0\.0\.0\/8 .*-j DROP$/m,
  );
  expect(await host.get('', 'http://127.0.0.1:8080/')).toBe('hello\n');
});
