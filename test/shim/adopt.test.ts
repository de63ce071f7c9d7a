import { closeSync, constants, openSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Syscalls } from '../../src/core/host/syscalls.ts';
import { frameType } from './frame-client.ts';
import { buildShim, ShimCase, type ShimSetup } from './shim-case.ts';

beforeAll(buildShim);

const syscalls = new Syscalls();

/** A container that runs, and a pidfd of its init. */
async function running(setup: ShimSetup): Promise<{ shim: ShimCase; init: number; pid: number }> {
  const shim = new ShimCase(setup);
  const pid = await shim.created();
  const init = syscalls.openProcess(pid);
  if (init === undefined) throw new Error('no pidfd');
  onTestFinished(() => closeSync(init));
  await shim.start();
  return { shim, init, pid };
}

describe('a container whose shim was killed', () => {
  it('has its output logged on, after a record that says where something may be missing', async () => {
    const script = 'seq 1 300000; echo done >&2; read x; exit 6';
    const { shim, init, pid } = await running({ script, flags: ['--stdin'] });
    await expect.poll(() => statSync(shim.path('log')).size, { interval: 1 }).toBeGreaterThan(0);
    await shim.kill();
    expect(await shim.adopt(init)).toEqual({ kind: 'container_pid', pid });
    const client = await shim.attach(0);
    expect([...(await client.first(frameType.welcome)).payload.subarray(0, 2)]).toEqual([1, 6]);
    await expect.poll(() => shim.logged('stderr').toString()).toContain('done');
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(shim.exitFile()).toMatchObject({ reason: 'exited', exitCode: 6, pid, logBytesLost: 0 });
    const lines = shim.logged('stdout').toString().split('\n');
    const all = Array.from({ length: 300_000 }, (_, index) => `${index + 1}\n`).join('');
    expect(all.length - lines.join('\n').length).toBeLessThanOrEqual(262_144);
    expect(lines.at(-2)).toBe('300000');
    expect(shim.logged('stderr').toString()).toMatch(
      /^conman-shim: the shim before this one was killed: up to 262144/m,
    );
  });

  it('waits with what it writes, however long nobody reads', async () => {
    const { shim, init } = await running({ script: 'seq 1 200000; exit 9' });
    await shim.kill();
    const before = readFileSync(shim.path('log')).length;
    // It has more to say than a pipe holds, so it cannot have ended; without our FIFOs it would have, of SIGPIPE.
    expect(syscalls.openProcess(Number(readFileSync(shim.path('pid'), 'utf8')))).toBeDefined();
    await shim.adopt(init);
    const watcher = await shim.attach(0);
    await watcher.untilClosed();
    expect(shim.exitFile()).toMatchObject({ exitCode: 9 });
    expect(shim.logged('stdout').toString()).toMatch(/\n200000\n$/);
    expect(readFileSync(shim.path('log')).length).toBeGreaterThan(before);
  });

  it('and that has ended meanwhile has its status, or an unknown one, never 0', async () => {
    const { shim, init, pid } = await running({ script: 'read x; kill -TERM $$', flags: ['--stdin'] });
    await shim.kill();
    process.kill(pid, 'SIGTERM');
    await expect.poll(() => syscalls.watchProcessEnd(pid, () => undefined)?.close()).toBeUndefined();
    await shim.adopt(init);
    await expect.poll(() => readExit(shim)).toBeDefined();
    const exit = readExit(shim);
    if (exit?.['reason'] !== 'unknown') expect(exit).toMatchObject({ reason: 'signaled', signal: 15 });
    else expect(exit).not.toHaveProperty('exitCode');
  });

  it('has a record that was torn by the kill cut off', async () => {
    const { shim, init } = await running({ script: 'echo whole; read x; exit 1', flags: ['--stdin'] });
    await expect.poll(() => shim.log().length).toBe(1);
    await shim.kill();
    writeFileSync(shim.path('log'), '2026-01-01T00:00:00.000000000Z stdout F to', { flag: 'a' });
    await shim.adopt(init);
    await expect.poll(() => shim.log().length).toBe(2);
    expect(shim.log().map(({ text }) => text.toString().slice(0, 12))).toEqual(['whole', 'conman-shim:']);
    // A log that somebody emptied has nothing to cut.
    await shim.kill();
    truncateSync(shim.path('log'));
    await shim.adopt(init);
    const client = await shim.attach();
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(shim.log()).toHaveLength(1);
    expect(shim.exitFile()).toMatchObject({ exitCode: 1 });
  });

  it('keeps a stdin that was closed closed', async () => {
    const script = 'cat; read x <$0; echo over; while ! test -e $0.end; do sleep 0.05; done; exit 3';
    const { shim, init } = await running({ script, flags: ['--stdin', '--stdin-once'] });
    const client = await shim.attach();
    client.send(frameType.closeStdin);
    await client.untilText(frameType.stdout, 'over');
    await shim.kill();
    await shim.adopt(init);
    const late = await shim.attach();
    expect((await late.first(frameType.welcome)).payload[1]).toBe(4);
    writeFileSync(shim.path('init.sh.end'), '');
    await late.untilClosed();
    expect(shim.exitFile()).toMatchObject({ exitCode: 3 });
  });

  it('goes on counting what the log could not take', async () => {
    const { shim, init } = await running({ script: 'read x', flags: ['--stdin'] });
    await shim.kill();
    await shim.adopt(init, ['--log-bytes-lost', '1234']);
    const client = await shim.attach();
    expect((await client.first(frameType.welcome)).payload.readBigUInt64BE(6)).toBe(1234n);
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(shim.exitFile()).toMatchObject({ logBytesLost: 1234 });
  });

  it('is left alone when the next shim cannot serve it, and can be adopted after that', async () => {
    const { shim, init, pid } = await running({ script: 'read x; exit 5', flags: ['--stdin'] });
    await shim.kill();
    expect(await shim.adopt(init, ['--container-logfile', '/nowhere/log'])).toMatchObject({
      kind: 'runtime_abnormal_termination',
      stderr: expect.stringContaining('/nowhere/log'),
    });
    expect(await shim.adopt(init)).toEqual({ kind: 'container_pid', pid });
    const client = await shim.attach();
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(shim.exitFile()).toMatchObject({ exitCode: 5 });
  });

  it.each([[['--container-pid', '1']], [['--pidfd', '2']], [['--console-fd', '1']]])(
    'is not adopted with %s',
    async (flags) => {
      const { shim, init } = await running({ script: 'read x', flags: ['--stdin'] });
      const serving = shim.shimPid();
      shim.adopt(init, flags).catch(() => undefined);
      const { code, stderr } = await shim.starterEnd();
      expect(code).toBe(2);
      expect(stderr).toContain(flags[0]);
      expect(shim.shimPid()).toBe(serving);
      const client = await shim.attach();
      client.send(frameType.stdin, '\n');
      await client.untilClosed();
    },
  );
});

describe('the FIFOs of a container', () => {
  it('are gone when it has ended', async () => {
    const { shim } = await running({ script: 'exit 0' });
    await expect.poll(() => readExit(shim)).toBeDefined();
    for (const stream of [0, 1, 2]) {
      expect(() => openSync(shim.path(`attach.${stream}`), constants.O_RDONLY | constants.O_NONBLOCK)).toThrow(
        'ENOENT',
      );
    }
  });
});

function readExit(shim: ShimCase): Record<string, unknown> | undefined {
  try {
    return shim.exitFile();
  } catch {
    return undefined;
  }
}
