import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { frameType } from './frame-client.ts';
import { buildShim, makeDir, ShimCase } from './shim-case.ts';

beforeAll(buildShim);

function milliseconds(limit: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(limit);
  return payload;
}

describe('a limit of time', () => {
  it('for the creation kills a runtime that hangs, deletes what there is, and is reported', async () => {
    const dir = makeDir();
    const runtimeArgs = ['--hang-ms', '100000', '--deleted', `${dir}/deleted`];
    const shim = new ShimCase({ runtimeArgs, flags: ['--create-timeout-ms', '50'] });
    expect(await shim.report()).toEqual({
      kind: 'runtime_abnormal_termination',
      status: 'Runtime Timed out.',
      stderr: 'conman-shim: the runtime took longer than 50 ms',
    });
    expect(existsSync(`${dir}/deleted`)).toBe(true);
    await expect.poll(() => shim.isRunning()).toBe(false);
  });

  it('for the run kills the container and is written into the exit file', async () => {
    const shim = new ShimCase({ script: 'sleep 1000' });
    await shim.created();
    const client = await shim.attach(0);
    await shim.start();
    client.send(frameType.limitRun, milliseconds(50));
    expect([...(await client.first(frameType.exit)).payload]).toEqual([1, 9]);
    expect(shim.exitFile()).toMatchObject({ reason: 'signaled', signal: 9, timedOut: true });
  });

  it('for the run can be replaced and taken back, and says nothing of a container that ended in time', async () => {
    const shim = new ShimCase({ script: 'read x; sleep 0.3; exit 4', flags: ['--stdin'] });
    await shim.created();
    const client = await shim.attach(0);
    await shim.start();
    client.send(frameType.limitRun, milliseconds(1));
    client.send(frameType.limitRun, milliseconds(100));
    client.send(frameType.limitRun, milliseconds(0));
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(shim.exitFile()).not.toHaveProperty('timedOut');
    expect(shim.exitFile()).toMatchObject({ reason: 'exited', exitCode: 4 });
  });
});

describe('memory', () => {
  it.each([
    ['oom_kill_disable 0\nunder_oom 0\noom_kill 1\n', true],
    ['low 0\nhigh 0\nmax 12\noom 1\noom_kill 2\noom_group_kill 0\n', true],
    ['low 0\nhigh 0\nmax 12\noom 1\noom_kill 0\noom_group_kill 7\n', false],
    ['', false],
  ])('that ran out is told from the kernel’s count %j: %s', async (text, killed) => {
    const dir = makeDir();
    writeFileSync(`${dir}/events`, 'oom_kill 0\n');
    const script = `printf '${text.replaceAll('\n', '\\n')}' >${dir}/events; kill -9 $$`;
    const shim = new ShimCase({ script, flags: ['--oom-file', `${dir}/events`] });
    await shim.created();
    expect((await shim.finished())['oomKilled']).toBe(killed ? true : undefined);
  });
});

describe('an exit command', () => {
  it('runs when the exit file is there, is told how it was, and is not waited for', async () => {
    const dir = makeDir();
    const hook = `cat $0/exit >$0/seen; echo "$1 $CONTAINER_ID $EXIT_REASON $EXIT_CODE$EXIT_SIGNAL" >$0/told`;
    const shim = new ShimCase({
      dir: `${dir}/c`,
      script: 'exit 12',
      flags: ['--exit-command', '/bin/sh', ...hookArgs(hook, `${dir}/c`)],
    });
    await shim.created();
    await shim.finished();
    await expect.poll(() => existsSync(shim.path('told'))).toBe(true);
    await expect.poll(() => readFileSync(shim.path('told'), 'utf8')).toBe(`two words ${shim.id} exited 12\n`);
    expect(readFileSync(shim.path('seen'), 'utf8')).toBe(readFileSync(shim.path('exit'), 'utf8'));
  });

  it('that cannot be run changes nothing', async () => {
    const shim = new ShimCase({ script: 'exit 3', flags: ['--exit-command', '/nowhere/hook'] });
    await shim.created();
    expect(await shim.finished()).toMatchObject({ exitCode: 3 });
  });
});

function hookArgs(script: string, dir: string): string[] {
  return ['-c', script, dir, 'two words'].map((argument) => `--exit-command-arg=${argument}`);
}

describe('a program that paints a terminal', () => {
  const painter = 'trap "stty size" WINCH; stty size; while :; do sleep 0.01; done';

  it('paints again for a client that comes later, and has its size back after that', async () => {
    const shim = new ShimCase({ script: painter, flags: ['--tty', '--stdin', '--console-size', '80x24'] });
    await shim.created();
    const first = await shim.attach();
    await shim.start();
    await first.untilText(frameType.stdout, '24 80');
    const later = await shim.attach();
    later.send(frameType.resize, Uint8Array.of(0, 80, 0, 24));
    await later.untilText(frameType.stdout, '24 80');
    expect(later.bytes(frameType.stdout).toString()).toContain('23 80');
  });

  it('paints at the size that a later client brings, without a detour', async () => {
    const shim = new ShimCase({ script: painter, flags: ['--tty', '--stdin', '--console-size', '80x24'] });
    await shim.created();
    const first = await shim.attach();
    await shim.start();
    await first.untilText(frameType.stdout, '24 80');
    const later = await shim.attach();
    later.send(frameType.resize, Uint8Array.of(0, 100, 0, 30));
    await later.untilText(frameType.stdout, '30 100');
    later.send(frameType.resize, Uint8Array.of(0, 100, 0, 31));
    await later.untilText(frameType.stdout, '31 100');
    expect(later.bytes(frameType.stdout).toString()).not.toContain('23 ');
    expect(later.bytes(frameType.stdout).toString()).not.toContain('29 ');
  });
});
