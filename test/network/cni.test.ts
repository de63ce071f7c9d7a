import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CniAttachment, CniNetwork, commonVersion } from '../../src/core/network/cni/cni-network.ts';
import { parseConflist } from '../../src/core/network/cni/conflist.ts';
import { anything, PluginRunner } from '../../src/core/network/cni/plugin.ts';
import { resultSchema } from '../../src/core/network/cni/result.ts';

const attachment: CniAttachment = {
  containerId: 'c1',
  netns: '/run/netns/c1',
  interface: 'eth0',
  capabilityArgs: { portMappings: [{ hostPort: 80 }], ips: ['10.0.0.5'], bandwidth: { ingressRate: 1 } },
};

interface Call {
  readonly plugin: string;
  readonly verb: string;
  readonly env: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a plugin reads is whatever it was told.
  readonly config: any;
}

/** Plugins that write down how they are called, and then do as their script says. */
class FakePlugins {
  readonly directory = mkdtempSync('/tmp/cmp-');
  readonly #log = join(this.directory, 'log');

  constructor(scripts: Readonly<Record<string, string>>) {
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }));
    for (const [name, script] of Object.entries(scripts)) {
      const note = `echo "${name}|$CNI_COMMAND|$CNI_CONTAINERID $CNI_NETNS $CNI_IFNAME $CNI_PATH|$config" >>${this.#log}`;
      writeFileSync(join(this.directory, name), `#!/bin/sh\nconfig=$(cat)\n${note}\n${script}\n`, { mode: 0o755 });
    }
  }

  runner(timeoutMs = 20_000): PluginRunner {
    return new PluginRunner(['/nowhere', this.directory], timeoutMs);
  }

  calls(): Call[] {
    const lines = readFileSync(this.#log, 'utf8').trimEnd().split('\n');
    return lines.map((line) => {
      const [plugin = '', verb = '', env = '', ...config] = line.split('|');
      return { plugin, verb, env, config: JSON.parse(config.join('|')) };
    });
  }
}

const result = (address: string): string =>
  JSON.stringify({
    cniVersion: '1.1.0',
    interfaces: [{ name: 'br0' }, { name: 'eth0', mac: '02:00:00:00:00:01', sandbox: '/x' }],
    ips: [{ address, interface: 1 }],
  });

function network(plugins: FakePlugins, cniVersion: string, more: object = {}): CniNetwork {
  const conflist = {
    cniVersion,
    name: 'net',
    plugins: [
      { type: 'first', capabilities: { ips: true }, colour: 'red' },
      { type: 'second', capabilities: { portMappings: true, bandwidth: false } },
    ],
    ...more,
  };
  return new CniNetwork(parseConflist(JSON.stringify(conflist), 'test'), plugins.runner());
}

const answering = { first: `echo '${result('10.0.0.5/24')}'`, second: `echo '${result('10.0.0.6/24')}'` };

test('ADD goes through the list, each plugin with the result before it and the capabilities that it has', async () => {
  const plugins = new FakePlugins(answering);
  const added = await network(plugins, '1.1.0').add(attachment);
  expect(added.ips?.[0]?.address).toBe('10.0.0.6/24');
  const [first, second] = plugins.calls();
  expect(first).toMatchObject({
    plugin: 'first',
    verb: 'ADD',
    env: `c1 /run/netns/c1 eth0 /nowhere:${plugins.directory}`,
  });
  expect(first?.config).toEqual({
    ...{ type: 'first', colour: 'red', name: 'net', cniVersion: '1.1.0' },
    runtimeConfig: { ips: ['10.0.0.5'] },
  });
  expect(second?.config).toEqual({
    ...{ type: 'second', name: 'net', cniVersion: '1.1.0' },
    runtimeConfig: { portMappings: [{ hostPort: 80 }] },
    prevResult: JSON.parse(result('10.0.0.5/24')),
  });
});

test('DEL goes backwards with the cached result, and to the end although a plugin fails', async () => {
  const plugins = new FakePlugins({
    first: 'exit 0',
    second: `echo '{"code":7,"msg":"no","details":"never"}'; exit 1`,
  });
  const cached = JSON.parse(result('10.0.0.5/24'));
  await expect(network(plugins, '1.0.0').del(attachment, cached)).rejects.toMatchObject({
    code: 'failed-precondition',
    message: 'the CNI plugin "second" refused DEL: no: never',
  });
  expect(plugins.calls().map(({ plugin, verb }) => `${plugin} ${verb}`)).toEqual(['second DEL', 'first DEL']);
  expect(plugins.calls()[1]?.config.prevResult).toEqual(cached);
});

test('CHECK asks each plugin, unless the list or its version forbids it', async () => {
  const plugins = new FakePlugins({ first: 'exit 0', second: `echo '{"code":100,"msg":"rule is gone"}'; exit 1` });
  const cached = JSON.parse(result('10.0.0.5/24'));
  await network(plugins, '0.3.1').check(attachment, cached);
  await network(plugins, '1.0.0', { disableCheck: true }).check(attachment, cached);
  await expect(network(plugins, '0.4.0').check(attachment, cached)).rejects.toThrow(
    '"second" refused CHECK: rule is gone',
  );
  expect(plugins.calls().map(({ verb }) => verb)).toEqual(['CHECK', 'CHECK']);
});

test('STATUS and GC are for plugins of 1.1.0', async () => {
  const plugins = new FakePlugins({
    first: 'exit 0',
    second: '[ $CNI_COMMAND = GC ] || { echo \'{"code":50,"msg":"full"}\'; exit 1; }',
  });
  await network(plugins, '1.0.0').status();
  await network(plugins, '1.0.0').gc([]);
  await network(plugins, '1.1.0', { disableGC: true }).gc([]);
  await network(plugins, '1.1.0').gc([{ containerId: 'c1', interface: 'eth0' }]);
  await expect(network(plugins, '1.1.0').status()).rejects.toMatchObject({ code: 'unavailable' });
  const calls = plugins.calls();
  expect(calls.map(({ plugin, verb }) => `${plugin} ${verb}`)).toEqual([
    'first GC',
    'second GC',
    'first STATUS',
    'second STATUS',
  ]);
  expect(calls[0]?.config['cni.dev/valid-attachments']).toEqual([{ containerID: 'c1', ifname: 'eth0' }]);
});

test('VERSION finds the newest that all plugins speak', async () => {
  const speaks = (...versions: string[]) =>
    `echo '${JSON.stringify({ cniVersion: '1.0.0', supportedVersions: versions })}'`;
  const plugins = new FakePlugins({ first: speaks('0.4.0', '1.0.0', '1.1.0'), second: speaks('0.4.0', '1.0.0') });
  expect(await commonVersion(plugins.runner(), ['first', 'second'], ['1.1.0', '1.0.0'])).toBe('1.0.0');
  expect(await commonVersion(plugins.runner(), ['first', 'second'], ['1.1.0'])).toBeUndefined();
});

test.each([
  ['rubbish', 'echo "<html>"', 'answered its ADD with what is no CNI result', 'internal'],
  ['a result of the wrong shape', `echo '{"ips":[{"address":"; rm -rf /"}]}'`, 'what is no CNI result', 'internal'],
  ['a flood', 'yes', 'wrote more than 256 kB at ADD', 'internal'],
  ['a crash', 'echo Oh no >&2; kill -9 $$', 'failed at ADD: it was ended by a signal: Oh no', 'internal'],
  ['an exit without a word', 'exit 3', 'failed at ADD: it exited with code 3: it said no reason', 'internal'],
  ['try again later', `echo '{"code":11,"msg":"busy"}'; exit 1`, 'refused ADD: busy', 'unavailable'],
])('a plugin that gives %s is named', async (_, script, message, code) => {
  const plugins = new FakePlugins({ first: script });
  const runner = plugins.runner();
  const call = { type: 'first', verb: 'ADD', config: {}, env: {} } as const;
  await expect(runner.run(call, resultSchema)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(new RegExp(`^the CNI plugin "first" .*${message}`)),
  });
});

test('a plugin that hangs is killed with all that it started', async () => {
  const plugins = new FakePlugins({ first: 'sleep 1000 & echo $! >"$(dirname "$0")/child"; wait' });
  const call = { type: 'first', verb: 'ADD', config: {}, env: {} } as const;
  await expect(plugins.runner(1_000).run(call, anything)).rejects.toMatchObject({
    code: 'deadline-exceeded',
    message: 'the CNI plugin "first" did not end its ADD in 1 s',
  });
  const child = readFileSync(join(plugins.directory, 'child'), 'utf8').trim();
  // It is dead, though perhaps nobody has looked after it yet.
  const state = (): string => {
    try {
      return readFileSync(`/proc/${child}/status`, 'utf8');
    } catch {
      return 'State:\tZ';
    }
  };
  await expect.poll(state).toContain('State:\tZ');
});

test('a plugin that is not there: which, where it was looked for, and which package has it', async () => {
  await expect(new PluginRunner(['/nowhere'], 1).find('bridge')).rejects.toMatchObject({
    code: 'failed-precondition',
    message: 'there is no CNI plugin "bridge" in /nowhere',
    hint: expect.stringContaining('apt-get install containernetworking-plugins'),
  });
});

test.each([
  ['{', 'is not JSON'],
  ['{"name":"x","plugins":[]}', '"plugins"'],
  ['{"name":"x","plugins":[{"type":"../../bin/sh"}]}', 'is no name of a program'],
  ['{"name":"a b","type":"bridge"}', '"name" is no name of a network'],
  ['[]', 'is no CNI configuration'],
])('the configuration %s is refused', (text, reason) => {
  expect(() => parseConflist(text, 'net.conf')).toThrow(reason);
});
