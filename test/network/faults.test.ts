import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeTestRoot } from '../fixtures/engine.ts';
import { writeFaultyRuntime } from '../fixtures/runtime.ts';
import { isRunning, NetworkHost } from './network-host.ts';

const published = { mode: 'default', ports: [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }] } as const;

function temporaryDirectory(): string {
  const directory = makeTestRoot();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The real plugins, but that `bridge` first does what the file `script` beside it says. */
function trickyPlugins(): { readonly directory: string; become(script: string): void } {
  const directory = join(temporaryDirectory(), 'cni');
  mkdirSync(directory);
  for (const name of readdirSync('/usr/lib/cni')) {
    if (name !== 'bridge') symlinkSync(join('/usr/lib/cni', name), join(directory, name));
  }
  const bridge = `#!/bin/sh\nhere=${directory}\n. ${directory}/script\nexec /usr/lib/cni/bridge\n`;
  writeFileSync(join(directory, 'bridge'), bridge, { mode: 0o755 });
  const become = (script: string): void => writeFileSync(join(directory, 'script'), `${script}\n`);
  become(':');
  return { directory, become };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((wait) => setTimeout(wait, 20));
}

test('fifty containers made and removed side by side leave no lease, rule, interface or namespace', async () => {
  await using host = await NetworkHost.start();
  const names = Array.from({ length: 50 }, (_, index) => `c${index}`);
  const ports = (index: number) => [{ protocol: 'tcp', hostPort: 20_000 + index, containerPort: 80 }] as const;
  const ids = await Promise.all(
    names.map((name, index) => host.start(name, { mode: 'default', ports: index % 5 === 0 ? ports(index) : [] })),
  );
  const containers = await host.engine.listContainers();
  const addresses = containers.flatMap(({ network }) => network?.networks[0]?.addresses ?? []);
  expect(new Set(addresses).size).toBe(50);
  await Promise.all(ids.map((id) => host.engine.removeContainer(id, { force: true })));
  expect(await host.leftovers()).toEqual([]);
});

test('a plugin that fails undoes the creation, and is named; one that fails at the end is not forgotten', async () => {
  const plugins = trickyPlugins();
  await using host = await NetworkHost.start(['--cni-bin-dir', plugins.directory]);
  await host.start('first');
  await host.engine.removeContainer('first', { force: true });
  for (const [script, reason] of [
    [
      `[ $CNI_COMMAND = DEL ] || { echo '{"code":100,"msg":"no luck","details":"today"}'; exit 1; }`,
      'refused ADD: no luck: today',
    ],
    ['[ $CNI_COMMAND = DEL ] || { echo rubbish; exit 0; }', 'what is no CNI result'],
    ['[ $CNI_COMMAND = DEL ] || exec yes', 'wrote more than'],
  ] as const) {
    plugins.become(script);
    const { status, stderr } = await host.conman.ctl(['run', '-d', '--name', 'x', '-p', '8080:80', 'busybox', 'true']);
    expect(status).not.toBe(0);
    expect(stderr).toContain('the CNI plugin "bridge"');
    expect(stderr).toContain(reason);
    expect(await host.engine.listContainers()).toEqual([]);
    expect(await host.leftovers()).toEqual([]);
  }

  plugins.become(`[ $CNI_COMMAND = ADD ] || { echo '{"code":100,"msg":"stuck"}'; exit 1; }`);
  await host.start('x', published);
  await host.engine.stopContainer('x', { timeoutSeconds: 0 });
  expect((await host.engine.listNetworks())[0]?.message).toContain('"bridge" refused DEL: stuck');
  await expect(host.engine.removeContainer('x')).rejects.toMatchObject({ message: expect.stringContaining('stuck') });
  await host.engine.removeContainer('x', { force: true });
  expect(await host.leftovers()).not.toEqual([]);
  plugins.become(':');
  await host.conman.killDaemon();
  await host.conman.startDaemon();
  expect(await host.leftovers()).toEqual([]);
  expect((await host.engine.listNetworks())[0]?.message).toBe('');
});

test('conmand killed between ADD and the end of create: the next one takes everything back', async () => {
  const directory = temporaryDirectory();
  const go = join(directory, 'go');
  const runtime = writeFaultyRuntime(
    directory,
    'create',
    `touch ${directory}/creating; until [ -e ${go} ]; do sleep 0.02; done`,
  );
  await using host = await NetworkHost.start(['--runtime-path', runtime]);
  const creation = host.start('x', published).catch((error: unknown) => error);
  await until(() => existsSync(join(directory, 'creating')));
  await until(async () => (await host.leftovers()).some((line) => line.includes('--dport 8080')));
  await host.conman.killDaemon();
  expect(await creation).toMatchObject({ code: 'unavailable' });
  writeFileSync(go, '');
  await host.conman.startDaemon();
  expect(await host.engine.listContainers()).toEqual([]);
  expect(await host.leftovers()).toEqual([]);
  // Name and port are free.
  await host.start('x', published);
});

test('conmand killed during ADD: the plugin that went on is ended before its work is taken back', async () => {
  const plugins = trickyPlugins();
  await using host = await NetworkHost.start(['--cni-bin-dir', plugins.directory]);
  const pidFile = join(plugins.directory, 'pid');
  const go = join(plugins.directory, 'go');
  plugins.become(`[ $CNI_COMMAND != ADD ] || { echo $$ >${pidFile}; until [ -e ${go} ]; do sleep 0.02; done; }`);
  const creation = host.start('x', published).catch((error: unknown) => error);
  await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
  await host.conman.killDaemon();
  expect(await creation).toMatchObject({ code: 'unavailable' });
  await host.conman.startDaemon();
  expect(isRunning(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
  writeFileSync(go, '');
  expect(await host.leftovers()).toEqual([]);
});

test('what died without conmand, as when the machine does, is taken off its network at the next start', async () => {
  await using host = await NetworkHost.start();
  await host.start('dies', published);
  await host.start('lives');
  const { pid } = await host.engine.containerStatus('dies');
  const shim = Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  await host.conman.killDaemon();
  process.kill(shim, 'SIGKILL');
  process.kill(pid, 'SIGKILL');
  await until(() => !isRunning(pid) && !isRunning(shim));
  // What a power cut may leave of a document that was not on the disk yet.
  const torn = join(host.conman.root, 'lib/networks/attachments', `${'0'.repeat(32)}.json`);
  writeFileSync(torn, '');
  await host.conman.startDaemon();
  expect(existsSync(torn)).toBe(false);
  expect((await host.leftovers()).filter((line) => line.includes('8080'))).toEqual([]);
  expect((await host.engine.inspectNetwork('conman')).containers.map(({ containerName }) => containerName)).toEqual([
    'lives',
  ]);
  expect((await host.inside('lives', 'ping -c1 -W2 10.89.0.1')).status).toBe(0);
  expect(await host.engine.checkNetwork('conman')).toEqual([]);
});

test('without plugins the package is named, and a container without a network does without', async () => {
  await using host = await NetworkHost.start(['--cni-bin-dir', '/nowhere']);
  const { status, stderr } = await host.conman.ctl(['run', '-d', 'busybox', 'true']);
  expect(status).not.toBe(0);
  expect(stderr).toContain('there is no CNI plugin "bridge" in /nowhere');
  expect(stderr).toContain('apt-get install containernetworking-plugins');
  expect((await host.conman.ctl(['run', '--rm', '--network', 'none', 'busybox', 'true'])).status).toBe(0);
});
