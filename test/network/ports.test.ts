import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PublishedPort } from '../../src/core/api/index.ts';
import { NetworkHost } from './network-host.ts';

const echo = join(import.meta.dirname, 'udp-echo.ts');
const tcp = (hostPort: number, containerPort = 80, hostAddress?: string): PublishedPort => ({
  ...{ protocol: 'tcp', hostPort, containerPort },
  ...(hostAddress !== undefined && { hostAddress }),
});
const httpd = { command: ['sh', '-c', 'echo hello >index.html; exec httpd -f -p 80'] };

test('published ports are reached from the host, on each of its addresses or the one that was named', async () => {
  await using host = await NetworkHost.start();
  await host.sh('ip address add 192.0.2.1/32 dev lo');
  const udp = { protocol: 'udp', hostPort: 5353, containerPort: 53 } as const;
  const ports = [tcp(8080), tcp(8081, 80, '127.0.0.1'), tcp(0), tcp(9000, 80), udp];
  await host.start('web', { mode: 'default', ports }, httpd);
  await using _server = await host.startProgram(['node', echo, 'listen', '53'], 'ready', 'web');

  for (const url of [
    'http://127.0.0.1:8080/',
    'http://192.0.2.1:8080/',
    'http://127.0.0.1:8081/',
    'http://127.0.0.1:9000/',
  ]) {
    expect(await host.get('', url), url).toBe('hello\n');
  }
  expect((await host.run('busybox', 'wget', '-qO-', 'http://192.0.2.1:8081/')).status).not.toBe(0);
  expect((await host.run(process.execPath, echo, 'ask', '5353')).stdout).toBe('hi\n');
  expect(await host.engine.checkNetwork('conman')).toEqual([]);
  // From itself too, by the host's address.
  expect(await host.get('web', 'http://10.89.0.1:8080/')).toBe('hello\n');

  const { network } = await host.engine.containerStatus('web');
  const found = network?.ports.find(({ hostPort }) => ![8080, 8081, 9000, 5353].includes(hostPort))?.hostPort;
  expect(await host.get('', `http://127.0.0.1:${found}/`)).toBe('hello\n');
  const { stdout } = await host.conman.ctl(['port', 'web', '--output', 'table']);
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining(['80/tcp -> 0.0.0.0:8080', '80/tcp -> 127.0.0.1:8081', '53/udp -> 0.0.0.0:5353']),
  );
  expect((await host.conman.ctl(['port', 'web', '81'])).status).toBe(1);

  await host.engine.removeContainer('web', { force: true });
  expect((await host.run('busybox', 'wget', '-qO-', 'http://127.0.0.1:8080/')).status).not.toBe(0);
});

test('a port that is taken is refused before anything is built, and who has it is said', async () => {
  await using host = await NetworkHost.start();
  const create = (name: string, ...ports: readonly PublishedPort[]) =>
    host.engine.createContainer({ name, image: 'busybox', command: ['true'], network: { mode: 'default', ports } });
  await host.start('web', { mode: 'default', ports: [tcp(8080), tcp(7000, 70, '127.0.0.1')] }, httpd);
  await expect(create('second', tcp(8080))).rejects.toMatchObject({
    code: 'already-exists',
    message: 'cannot publish port 8080/tcp: container web has it',
  });
  await expect(create('second', tcp(7000))).rejects.toMatchObject({ code: 'already-exists' });
  // Another protocol and another address are something else.
  await create('third', { ...tcp(8080), protocol: 'udp' }, tcp(7000, 70, '127.0.0.2'));

  await using _listener = await host.startProgram(
    ['node', '-e', 'net.createServer().listen(9090, "127.0.0.1", () => console.log("ready"))'],
    'ready',
  );
  await expect(create('second', tcp(9090))).rejects.toMatchObject({
    code: 'already-exists',
    message: expect.stringMatching(/^cannot publish port 9090\/tcp: .+ \(pid \d+\) has it$/),
  });
  await expect(create('second', tcp(9091, 80, '203.0.113.9'))).rejects.toMatchObject({ code: 'invalid-argument' });
  expect((await host.engine.listContainers()).map(({ name }) => name)).toEqual(['web', 'third']);

  // Of two that race for one, one gets it; what has ended gives its port back.
  const race = await Promise.allSettled([create('a', tcp(6000)), create('b', tcp(6000))]);
  expect(race.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await host.engine.stopContainer('web', { timeoutSeconds: 0 });
  await create('heir', tcp(8080));
  await expect(host.engine.startContainer('web')).rejects.toMatchObject({
    message: 'cannot publish port 8080/tcp: container heir has it',
  });
  await host.engine.removeContainer('heir');
  await host.engine.startContainer('web');
  expect(await host.get('', 'http://127.0.0.1:8080/')).toBe('hello\n');
});

test('a name server is published beside that of conmand, which containers go on asking', async () => {
  await using host = await NetworkHost.start();
  await host.start('web', { mode: 'default' }, httpd);
  const dns = (['udp', 'tcp'] as const).map((protocol) => ({ protocol, hostPort: 53, containerPort: 53 }));
  await host.start('resolver', { mode: 'default', ports: dns });
  await using _server = await host.startProgram(['node', echo, 'listen', '53'], 'ready', 'resolver');
  expect((await host.run(process.execPath, echo, 'ask', '53')).stdout).toBe('hi\n');
  expect(await host.get('resolver', 'http://web/')).toBe('hello\n');
  // The very address that conmand answers on is not to be had, nor is what others have.
  const published = (hostAddress: string) => ({
    mode: 'default' as const,
    ports: [{ protocol: 'tcp' as const, hostAddress, hostPort: 53, containerPort: 53 }],
  });
  await host.engine.removeContainer('resolver', { force: true });
  await expect(host.start('x', published('10.89.0.1'))).rejects.toMatchObject({ code: 'already-exists' });
  const listen = 'net.createServer().listen(53, "127.0.0.1", () => console.log("ready"))';
  await using _listener = await host.startProgram(['node', '-e', listen], 'ready');
  await expect(host.start('x', published(''))).rejects.toMatchObject({
    code: 'already-exists',
    message: expect.stringMatching(/^cannot publish port 53\/tcp: .+ \(pid \d+\) has it$/),
  });
});

test('-P publishes what the image names, each by a free port', async () => {
  await using host = await NetworkHost.start();
  await host.start('web');
  await host.conman.ask('commit', '-c', 'EXPOSE 80 53/udp', 'web', 'exposing:1');
  await host.conman.ask('run', '-d', '--name', 'all', '-P', 'exposing:1', 'sh', '-c', httpd.command[2] ?? '');
  const ports = (await host.engine.containerStatus('all')).network?.ports ?? [];
  expect(ports.map(({ protocol, containerPort }) => `${containerPort}/${protocol}`)).toEqual(['53/udp', '80/tcp']);
  expect(await host.get('', `http://127.0.0.1:${ports[1]?.hostPort}/`)).toBe('hello\n');
});
