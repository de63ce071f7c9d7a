import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { frameType } from './frame-client.ts';
import { buildShim, makeDir, ShimCase, type ShimSetup } from './shim-case.ts';

beforeAll(buildShim);

interface RuncCase {
  readonly shim: ShimCase;
  readonly runc: (...args: readonly string[]) => void;
}

/** A container of the real runc with a busybox of its own for a root file system. */
async function runcCase(script: string, flags: readonly string[]): Promise<RuncCase> {
  const dir = makeDir();
  const root = `${dir}/runc`;
  const commands = ['sh', 'cat', 'stty', 'kill', 'sleep', 'id'];
  for (const path of ['rootfs/bin', 'rootfs/proc', 'rootfs/dev', 'rootfs/sys'])
    mkdirSync(`${dir}/${path}`, { recursive: true });
  copyFileSync('/bin/busybox', `${dir}/rootfs/bin/busybox`);
  for (const command of commands) symlinkSync('busybox', `${dir}/rootfs/bin/${command}`);
  writeFileSync(`${dir}/config.json`, JSON.stringify(specification(script, flags.includes('--tty'))));
  const setup: ShimSetup = { dir, runtime: 'runc', runtimeArgs: ['--root', root], flags };
  const shim = new ShimCase(setup);
  const runc = (...args: readonly string[]) => {
    execFileSync('runc', ['--root', root, ...args, shim.id], { stdio: 'pipe' });
  };
  onTestFinished(() => runc('delete', '--force'));
  return { shim, runc };
}

function specification(script: string, terminal: boolean): unknown {
  const namespaces = ['pid', 'mount', 'ipc', 'uts', 'network'].map((type) => ({ type }));
  return {
    ociVersion: '1.0.2',
    process: { terminal, user: { uid: 0, gid: 0 }, args: ['/bin/sh', '-c', script], env: ['PATH=/bin'], cwd: '/' },
    root: { path: 'rootfs', readonly: true },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
      { destination: '/dev/pts', type: 'devpts', source: 'devpts', options: ['newinstance', 'ptmxmode=0666'] },
    ],
    linux: { namespaces },
  };
}

describe('a container of runc', () => {
  it('is created, started, heard and its code written down', async () => {
    const { shim, runc } = await runcCase('echo out; echo err >&2; read x; echo "got $x"; exit 17', ['--stdin']);
    const pid = await shim.created();
    const client = await shim.attach();
    runc('start');
    await client.untilText(frameType.stdout, 'out');
    client.send(frameType.stdin, 'word\n');
    await client.untilClosed();
    expect(shim.exitFile()).toMatchObject({ reason: 'exited', exitCode: 17, pid });
    expect(shim.logged('stdout').toString()).toBe('out\ngot word\n');
    expect(shim.logged('stderr').toString()).toBe('err\n');
  });

  it('has a terminal of the right size', async () => {
    const { shim, runc } = await runcCase('stty size; read x; exit 3', ['--tty', '--stdin', '--console-size=101x37']);
    await shim.created();
    const client = await shim.attach();
    runc('start');
    await client.untilText(frameType.stdout, '37 101');
    client.send(frameType.stdin, '\r');
    expect([...(await client.first(frameType.exit)).payload]).toEqual([0, 3]);
  });

  it('that is killed is recorded with the signal', async () => {
    const { shim, runc } = await runcCase('sleep 100', []);
    const pid = await shim.created();
    const client = await shim.attach(0);
    runc('start');
    process.kill(pid, 'SIGKILL');
    await client.untilClosed();
    expect(shim.exitFile()).toMatchObject({ reason: 'signaled', signal: 9 });
  });

  it('that cannot be created is reported in the words of runc', async () => {
    const { shim } = await runcCase('exit 0', ['--bundle', '/nowhere']);
    expect(await shim.report()).toMatchObject({
      status: 'Runtime Exited with code 1.',
      stderr: expect.stringContaining('/nowhere'),
    });
  });
});
