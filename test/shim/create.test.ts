import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { listMounts } from '../../src/core/host/mounts.ts';
import { buildShim, makeDir, ShimCase } from './shim-case.ts';

beforeAll(buildShim);

/** A file the fake runtime writes to its stderr. */
function stderrFile(content: string | Buffer): string[] {
  const path = `${makeDir()}/stderr`;
  writeFileSync(path, content);
  return ['--stderr-file', path];
}

/** An empty cgroup of the v2 hierarchy, which hybrid hosts have too. */
async function makeCgroup2(): Promise<AsyncDisposable & { readonly name: string; readonly path: string }> {
  const { mountpoint } = (await listMounts()).find(({ type }) => type === 'cgroup2') ?? {};
  const name = `conman-shim-test-${process.pid}`;
  const path = `${mountpoint}/${name}`;
  mkdirSync(path);
  return {
    name,
    path,
    async [Symbol.asyncDispose]() {
      // Processes that ended leave it a moment later.
      await expect.poll(() => readFileSync(`${path}/cgroup.events`, 'utf8')).toContain('populated 0');
      rmdirSync(path);
    },
  };
}

describe('a container that is created', () => {
  it('is reported once, with its pid, when its socket already listens', async () => {
    const shim = new ShimCase({ script: 'exit 0' });
    const message = await shim.report();
    expect(message).toEqual({ kind: 'container_pid', pid: Number(readFileSync(shim.path('pid'), 'utf8')) });
    expect(statSync(shim.path('attach')).mode & 0o777).toBe(0o600);
    expect(await shim.finished()).toMatchObject({ reason: 'exited', exitCode: 0 });
  });

  it('leaves the starter at once, in a session of its own, with nothing but /dev/null open', async () => {
    const shim = new ShimCase({ script: 'exit 0' });
    expect(await shim.starterEnd()).toEqual({ code: 0, stderr: '' });
    await shim.created();
    const stat = readFileSync(`/proc/${shim.shimPid()}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    expect(stat[3]).not.toBe(String(process.pid));
    expect(
      execFileSync(
        'readlink',
        ['0', '1', '2'].map((fd) => `/proc/${shim.shimPid()}/fd/${fd}`),
      ).toString(),
    ).toBe('/dev/null\n'.repeat(3));
    expect(execFileSync('readlink', [`/proc/${shim.shimPid()}/cwd`]).toString()).toBe('/\n');
    await shim.finished();
  });

  it('inherits the signals, descriptors and OOM score of the caller, not of the shim', async () => {
    const script =
      'grep -E "^Sig(Blk|Ign)" /proc/self/status; cat /proc/self/oom_score_adj; ls /proc/$$/fd | xargs echo';
    const shim = new ShimCase({ script });
    await shim.created();
    await shim.finished();
    const [blocked, ignored, score, descriptors] = shim.logged('stdout').toString().split('\n');
    expect(blocked).toBe('SigBlk:\t0000000000000000');
    const pipeAndFileSize = (1n << 12n) | (1n << 24n);
    expect(BigInt(`0x${ignored?.split('\t')[1]}`) & pipeAndFileSize).toBe(0n);
    expect(score).toBe(readFileSync('/proc/self/oom_score_adj', 'utf8').trim());
    // The shell keeps its script open as 10.
    expect(descriptors).toMatch(/^0 1( 10)? 2$/);
  });

  it('has its exit code known even if it ended before its pid was', async () => {
    const shim = new ShimCase({ script: 'echo quick; exit 42', runtimeArgs: ['--run-at-once'] });
    await shim.created();
    await expect.poll(() => existsSync(shim.path('exit'))).toBe(true);
    expect(shim.exitFile()).toMatchObject({ reason: 'exited', exitCode: 42 });
    expect(shim.logged('stdout').toString()).toBe('quick\n');
  });

  it('gets what the runtime said on stderr into its log, all of it', async () => {
    const said = Array.from({ length: 4000 }, (_, i) => `warning ${i} ${'x'.repeat(40)}\n`).join('');
    const shim = new ShimCase({ script: 'echo own >&2', runtimeArgs: stderrFile(said) });
    await shim.created();
    await shim.finished();
    expect(shim.logged('stderr').toString()).toBe(`${said}own\n`);
  });

  it('is served although the manager died before it read the report', async () => {
    const shim = new ShimCase({ script: 'echo alone; exit 5', runtimeArgs: ['--hang-ms', '100'] });
    shim.syncPipe.destroy();
    await expect.poll(() => existsSync(shim.path('pid'))).toBe(true);
    await expect.poll(() => existsSync(shim.path('attach'))).toBe(true);
    expect(await shim.finished()).toMatchObject({ exitCode: 5 });
    expect(shim.logged('stdout').toString()).toBe('alone\n');
  });

  it('works with paths longer than a socket address', async () => {
    const dir = `${makeDir()}/${'long-'.repeat(20)}/${'path-'.repeat(20)}`;
    const shim = new ShimCase({ dir, script: 'tty; exit 3', flags: ['--tty'] });
    await shim.created();
    expect(await shim.finished()).toMatchObject({ exitCode: 3 });
    expect(shim.logged('stdout').toString()).toMatch(/^\/dev\/pts\/\d+\r\n$/);
    expect(existsSync(shim.path('attach'))).toBe(false);
  });
});

describe('a container that cannot be created', () => {
  it('is reported with what the runtime said, and leaves no socket', async () => {
    const shim = new ShimCase({ runtimeArgs: ['--fail', '1', ...stderrFile('no such "file"\n')] });
    const status = 'Runtime Exited with code 1.';
    expect(await shim.report()).toEqual({ kind: 'runtime_abnormal_termination', status, stderr: 'no such "file"\n' });
    expect(existsSync(shim.path('attach'))).toBe(false);
    expect(existsSync(shim.path('exit'))).toBe(false);
  });

  it('does not deadlock on 200 kB of stderr; the end of it is reported', async () => {
    const shim = new ShimCase({ runtimeArgs: ['--fail', '2', ...stderrFile(`${'noise\n'.repeat(35_000)}the reason`)] });
    const message = await shim.report();
    expect(message).toMatchObject({ status: 'Runtime Exited with code 2.' });
    expect(JSON.stringify(message).length).toBeLessThan(65_536);
    expect(message.kind === 'runtime_abnormal_termination' && message.stderr).toMatch(
      /^\[\d+ bytes left out\].*the reason$/s,
    );
  });

  it('is reported in JSON whatever bytes the runtime wrote', async () => {
    const bytes = Buffer.from([0, 1, 0x1b, 0x22, 0x5c, 0xff, 0xc3, 0xbc, 0xe2, 0x82, 0x0a]);
    const shim = new ShimCase({ runtimeArgs: ['--fail', '1', ...stderrFile(bytes)] });
    expect(await shim.report()).toMatchObject({ stderr: '\0\x01\x1b"\\\ufffdü\ufffd\ufffd\n' });
  });

  it('is reported when a signal killed the runtime', async () => {
    const shim = new ShimCase({ runtimeArgs: ['--signal', '9'] });
    expect(await shim.report()).toMatchObject({ status: 'Runtime Killed by signal 9.' });
  });

  it('is a failure without a pid file, and what the runtime left is deleted', async () => {
    const deleted = `${makeDir()}/deleted`;
    const shim = new ShimCase({ runtimeArgs: ['--no-pidfile', '--deleted', deleted] });
    expect(await shim.report()).toMatchObject({ stderr: 'conman-shim: the runtime wrote no pid file' });
    expect(existsSync(deleted)).toBe(true);
  });

  it('is a failure without a terminal when one was asked for', async () => {
    const shim = new ShimCase({ runtimeArgs: ['--no-console'], flags: ['--tty'] });
    expect(await shim.report()).toMatchObject({ stderr: 'conman-shim: the runtime sent no terminal' });
    await expect.poll(() => shim.isRunning()).toBe(false);
  });

  it('does not wait for a terminal from a runtime that died', async () => {
    const shim = new ShimCase({ runtimeArgs: ['--hang-ms', '200', '--fail', '1'], flags: ['--tty'] });
    expect(await shim.report()).toMatchObject({ status: 'Runtime Exited with code 1.' });
  });

  it('names a runtime that does not exist', async () => {
    const shim = new ShimCase({ runtime: '/nowhere/runc' });
    expect(await shim.report()).toMatchObject({
      status: 'Runtime Exited with code 127.',
      stderr: 'conman-shim: cannot run /nowhere/runc: No such file or directory\n',
    });
  });

  it('names the file that cannot be opened, and does not run the runtime', async () => {
    const shim = new ShimCase({ flags: ['--container-logfile', '/nowhere/log'] });
    expect(await shim.report()).toEqual({
      kind: 'runtime_abnormal_termination',
      status: 'Runtime Not started.',
      stderr: 'conman-shim: cannot open /nowhere/log: No such file or directory',
    });
    expect(existsSync(shim.path('pid'))).toBe(false);
  });
});

describe('the command line', () => {
  it('is refused with one line on stderr', async () => {
    const shim = new ShimCase({ flags: ['--console-size', 'huge'] });
    expect(await shim.starterEnd()).toEqual({
      code: 2,
      stderr: "conman-shim: --console-size: not COLUMNSxROWS: 'huge'\n",
    });
  });

  it('names a cgroup it cannot move to, and goes on', async () => {
    const shim = new ShimCase({ flags: ['--cgroup-procs', '/nowhere/cgroup.procs'] });
    const { code, stderr } = await shim.starterEnd();
    expect(code).toBe(0);
    expect(stderr).toMatch(/^conman-shim: cannot move to cgroup by \/nowhere\/cgroup.procs: No such file.*\n$/);
    await shim.created();
  });

  it('has its pid written into every cgroup.procs file it is given', async () => {
    const dir = makeDir();
    for (const name of ['a', 'b']) writeFileSync(`${dir}/${name}`, '');
    const shim = new ShimCase({ flags: ['--cgroup-procs', `${dir}/a`, `--cgroup-procs=${dir}/b`] });
    await shim.starterEnd();
    await shim.created();
    const pid = `${shim.shimPid()}`;
    expect([readFileSync(`${dir}/a`, 'utf8'), readFileSync(`${dir}/b`, 'utf8')]).toEqual([pid, pid]);
  });

  it('is born in a v2 cgroup, and so is what the runtime leaves there', async () => {
    await using cgroup = await makeCgroup2();
    const shim = new ShimCase({ flags: ['--cgroup', cgroup.path] });
    const init = await shim.created();
    for (const pid of [shim.shimPid(), init]) {
      expect(readFileSync(`/proc/${pid}/cgroup`, 'utf8')).toMatch(new RegExp(`^0::.*/${cgroup.name}$`, 'm'));
    }
    await shim.finished();
  });

  it('moves to the cgroup where it cannot be born in it', async () => {
    const dir = makeDir();
    writeFileSync(`${dir}/cgroup.procs`, '');
    const shim = new ShimCase({ flags: ['--cgroup', dir] });
    expect(await shim.starterEnd()).toEqual({ code: 0, stderr: '' });
    await shim.created();
    expect(readFileSync(`${dir}/cgroup.procs`, 'utf8')).toBe('0');
  });
});
