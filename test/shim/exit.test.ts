import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { frameType } from './frame-client.ts';
import { buildShim, makeDir, ShimCase } from './shim-case.ts';

beforeAll(buildShim);

describe('the exit file', () => {
  it.each([0, 1, 126, 255])('has exit code %i', async (code) => {
    const shim = new ShimCase({ script: `exit ${code}` });
    const pid = await shim.created();
    const before = new Date().toISOString();
    const exit = (await shim.finished()) as { at: string };
    expect(exit).toEqual({ at: exit.at, reason: 'exited', exitCode: code, pid, logBytesLost: 0 });
    expect(exit.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(exit.at >= before).toBe(true);
    expect(readdirSync(shim.dir).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.each([1, 9, 11])('has signal %i', async (signal) => {
    const shim = new ShimCase({ script: `kill -${signal} $$` });
    await shim.created();
    expect(await shim.finished()).toMatchObject({ reason: 'signaled', signal });
  });

  it('waits for a full disk rather than losing the code', async () => {
    const disk = `${makeDir()}/disk`;
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    onTestFinished(() => {
      execFileSync('umount', ['-l', disk]);
    });
    const shim = new ShimCase({ script: 'exit 33', flags: ['--container-exitfile', `${disk}/exit`] });
    await shim.created();
    const client = await shim.attach(0);
    await client.first(frameType.welcome);
    writeFileSync(`${disk}/filler`, Buffer.alloc(64 * 1024));
    await shim.start();
    // Whoever comes meanwhile is still answered.
    const late = await shim.attach(0);
    await late.first(frameType.welcome);
    expect(existsSync(`${disk}/exit`)).toBe(false);
    rmSync(`${disk}/filler`);
    expect([...(await client.first(frameType.exit)).payload]).toEqual([0, 33]);
    execFileSync('cp', [`${disk}/exit`, shim.path('exit')]);
    expect(shim.exitFile()).toMatchObject({ exitCode: 33 });
  });

  it('is not waited for when its directory was removed', async () => {
    const dir = makeDir();
    const shim = new ShimCase({ script: 'exit 1', flags: ['--container-exitfile', `${dir}/gone/exit`] });
    expect((await shim.report()).kind).toBe('runtime_abnormal_termination');
    mkdirSync(`${dir}/there`);
    const other = new ShimCase({ script: 'exit 1', flags: ['--container-exitfile', `${dir}/there/exit`] });
    await other.created();
    rmSync(`${dir}/there`, { recursive: true });
    const client = await other.attach(0);
    await other.start();
    expect([...(await client.first(frameType.exit)).payload]).toEqual([0, 1]);
  });
});

describe('a container that is no descendant of the shim', () => {
  it('is recorded with what the kernel tells of its end, or as ended for unknown reasons', async () => {
    const stranger = spawn('sleep', ['1000']);
    const shim = new ShimCase({ runtimeArgs: ['--pid', `${stranger.pid}`] });
    expect(await shim.created()).toBe(stranger.pid);
    const client = await shim.attach(0);
    await client.first(frameType.welcome);
    stranger.kill();
    const [reason, value] = (await client.first(frameType.exit)).payload;
    // Before Linux 6.15 only one that nobody has reaped yet shows its status, and this one's parent is quick.
    const told = reason === 1 ? { reason: 'signaled', signal: 15 } : { reason: 'unknown' };
    expect(value).toBe(reason === 1 ? 15 : 0);
    expect(shim.exitFile()).toEqual({ at: expect.any(String), ...told, pid: stranger.pid, logBytesLost: 0 });
  });

  it('is one that ended before anybody looked', async () => {
    const stranger = spawn('true');
    await once(stranger, 'exit');
    const shim = new ShimCase({ runtimeArgs: ['--pid', `${stranger.pid}`] });
    await shim.created();
    await expect.poll(() => existsSync(shim.path('exit'))).toBe(true);
    expect(shim.exitFile()).toMatchObject({ reason: 'unknown' });
  });
});

describe('the end', () => {
  it('is not held up by a process that keeps the output open', async () => {
    const dir = makeDir();
    const shim = new ShimCase({ script: `sleep 30 & echo $! >${dir}/sleeper; echo last; exit 2` });
    await shim.created();
    expect(await shim.finished()).toMatchObject({ exitCode: 2 });
    expect(existsSync(`/proc/${readFileSync(`${dir}/sleeper`, 'utf8').trim()}`)).toBe(true);
    expect(shim.logged('stdout').toString()).toBe('last\n');
    execFileSync('sh', ['-c', `kill $(cat ${dir}/sleeper)`]);
  });

  it('nor by one that writes for ever', async () => {
    const dir = makeDir();
    const shim = new ShimCase({ script: `while :; do echo more; sleep 0.05; done & echo $! >${dir}/writer; exit 2` });
    await shim.created();
    expect(await shim.finished()).toMatchObject({ exitCode: 2 });
    execFileSync('sh', ['-c', `kill $(cat ${dir}/writer) 2>/dev/null || true`]);
  });

  it('comes after all output, also what was in the pipe at the last moment', async () => {
    const shim = new ShimCase({ script: 'seq 1 10000; kill -9 $$' });
    await shim.created();
    const client = await shim.attach();
    const [exit] = await Promise.all([shim.finished(), client.untilClosed()]);
    expect(exit).toMatchObject({ signal: 9 });
    expect(shim.logged('stdout').toString()).toMatch(/\n10000\n$/);
    expect(client.bytes(frameType.stdout).length).toBe(48_894);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGPIPE'] as const)(
    'of the container only, not by %s',
    async (signal) => {
      const shim = new ShimCase({ script: 'read x; exit 4', flags: ['--stdin'] });
      await shim.created();
      process.kill(shim.shimPid(), signal);
      const client = await shim.attach();
      await shim.start();
      client.send(frameType.stdin, '\n');
      await client.untilClosed();
      expect(shim.exitFile()).toMatchObject({ exitCode: 4 });
    },
  );

  it('is noticed for orphans too: all are reaped', async () => {
    const script = 'for i in 1 2 3 4 5 6 7 8 9 10; do (sleep 0.1 & ); done; sleep 0.4; read x';
    const shim = new ShimCase({ script, flags: ['--stdin'] });
    await shim.created();
    const client = await shim.attach();
    await shim.start();
    const children = () =>
      execFileSync('sh', ['-c', `cat /proc/${shim.shimPid()}/task/*/children`])
        .toString()
        .trim();
    await expect.poll(() => children().split(' ').length).toBeGreaterThan(3);
    await expect.poll(() => children().split(' ').length).toBe(1);
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
  });
});
