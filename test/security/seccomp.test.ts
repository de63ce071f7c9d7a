import { cpSync, mkdirSync, readFileSync, readlinkSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContainerMount, CreateContainerOptions } from '../../src/core/api/index.ts';
import { TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';
import { compile } from './c-program.ts';

/** A root file system that has what this machine has in /usr. */
function hostPrograms(engine: TestEngine): Pick<CreateContainerOptions, 'image' | 'mounts'> {
  const image = join(engine.root, 'image');
  for (const name of ['usr', 'etc', 'var', 'opt', 'tmp', 'proc', 'sys', 'dev'])
    mkdirSync(join(image, name), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    // Merged /usr, as on every current distribution.
    if (statSync(`/${name}`, { throwIfNoEntry: false })) symlinkSync(readlinkSync(`/${name}`), join(image, name));
  }
  cpSync('/etc/alternatives', join(image, 'etc/alternatives'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(import.meta.dirname, 'programs.sh'), join(image, 'programs.sh'));
  cpSync('/bin/busybox', join(image, 'busybox'));
  const node = realpathSync(process.execPath);
  const mounts: ContainerMount[] = [
    { kind: 'bind', source: '/usr', target: '/usr', readonly: true },
    { kind: 'bind', source: node, target: '/opt/bin/node', readonly: true },
  ];
  return { image, mounts };
}

const withPath = ['PATH=/opt/bin:/usr/bin:/usr/sbin:/bin:/sbin'];

async function outputOf(engine: TestEngine, options: Partial<CreateContainerOptions> & { command: readonly string[] }) {
  const id = await engine.run(options);
  const output = loggedOutput(engine.containers.status(id).logPath);
  await engine.containers.remove(id);
  return output;
}

test('programs of Debian do under the filter what they do without it', async () => {
  await using engine = await TestEngine.open();
  const options = {
    ...hostPrograms(engine),
    env: withPath,
    command: ['/busybox', 'env', '/usr/bin/bash', '/programs.sh'],
  };
  const without = await outputOf(engine, { ...options, seccompProfile: 'unconfined' });
  const filtered = await outputOf(engine, options);
  expect(filtered.match(/^\w+: status 0:/gm), filtered).toHaveLength(
    readFileSync(join(import.meta.dirname, 'programs.sh'), 'utf8').match(/^try \w/gm)?.length ?? 0,
  );
  // The one that is meant to fail: predictable addresses make attacks easier.
  expect(filtered).toContain('addresses stay random');
  expect(filtered.replace('addresses stay random\n', '').split('\n')).toEqual(without.split('\n'));
});

/** What became of each attempt. */
async function probe(engine: TestEngine, options: Partial<CreateContainerOptions> = {}): Promise<Map<string, string>> {
  const image = join(engine.root, 'image');
  if (!statSync(image, { throwIfNoEntry: false })) {
    mkdirSync(image);
    compile('syscall-probe', image);
  }
  const lines = (await outputOf(engine, { image, command: ['/syscall-probe'], ...options })).trim().split('\n');
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}

/** How the filter answers what is not EPERM: a fallback is asked for, or the attempt is no honest one. */
const otherAnswers: Readonly<Record<string, string>> = {
  clone3: 'ENOSYS',
  'x32-getpid': 'killed',
  'old-door-getpid': 'killed',
};

test('dangerous calls are refused, also to a root that has the capability for some of them', async () => {
  await using engine = await TestEngine.open();
  for (const [name, result] of await probe(engine))
    expect(`${name} ${result}`).toBe(`${name} ${otherAnswers[name] ?? 'EPERM'}`);

  const withAdmin = await probe(engine, { capAdd: ['SYS_ADMIN'] });
  const still = [
    'add_key',
    'io_uring_setup',
    'kexec_load',
    'keyctl',
    'request_key',
    'socket-alg',
    'socket-vsock',
    'userfaultfd',
  ];
  for (const name of [...still, 'socket-vsock-high-bits', 'finit_module', 'open_by_handle_at', 'reboot']) {
    expect(`${name} ${withAdmin.get(name)}`).toBe(`${name} EPERM`);
  }
  // What the capability is for works: these get as far as their arguments.
  for (const name of ['unshare-newuser', 'clone-newnet']) expect(`${name} ${withAdmin.get(name)}`).toBe(`${name} ok`);
  expect(['ENOSYS', 'EPERM']).not.toContain(withAdmin.get('clone3'));
});

test('the probe can tell: without the filter nothing is killed, and most of it is let through to the kernel', async () => {
  await using engine = await TestEngine.open();
  const results = [...(await probe(engine, { privileged: true })).entries()];
  expect(results.filter(([, result]) => result === 'killed')).toEqual([]);
  expect(results.filter(([, result]) => result === 'EPERM').length).toBeLessThan(results.length / 4);
});
