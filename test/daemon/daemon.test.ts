import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { logRecords } from '../../src/core/api/index.ts';
import { connectEngine, daemonStatus, type EngineClient, ensureDaemon, stopDaemon } from '../../src/core/index.ts';
import { Conman, type Outcome, run } from '../cli/conman.ts';

const conmand = resolve(import.meta.dirname, '../../bin/conmand');

/** Flags for a daemon over the roots of another one. */
function rootsOf({ root }: Conman): string[] {
  const roots = [
    '-b',
    join(root, 'lib'),
    '-n',
    join(root, 'run'),
    '-L',
    join(root, 'logs'),
    '-t',
    join(root, 'runtime'),
  ];
  return [...roots, '-S', '127.0.0.1:0', '--cgroup-parent', '/conman-test-unused'];
}

async function startExpectingFailure(...flags: string[]): Promise<Outcome> {
  return await run([conmand, ...flags]);
}

async function readLog(engine: EngineClient, ref: string): Promise<string> {
  let text = '';
  for await (const chunk of engine.readLogs(ref, { follow: false })) {
    for (const { textStart, textEnd } of logRecords(chunk)) {
      text += `${Buffer.from(chunk.subarray(textStart, textEnd)).toString()}\n`;
    }
  }
  return text;
}

test('unknown flags, arguments and bad values are refused in one line with 2', async () => {
  for (const flags of [['--no-such-flag'], ['extra'], ['--listen'], ['--cgroup-parent', 'a/../b']]) {
    const { status, stderr } = await startExpectingFailure(...flags);
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  }
});

test('no shim and no runtime are said so', async () => {
  await using conman = await Conman.start();
  await conman.killDaemon('SIGTERM');
  const flags = ['-l', conman.socket, ...rootsOf(conman)];
  expect((await startExpectingFailure(...flags, '--shimmy-path', '/nope/shim')).stderr).toContain('/nope/shim');
  const { status, stderr } = await startExpectingFailure(...flags, '--runtime-path', '/nope/runc');
  expect(status).toBe(1);
  expect(stderr).toContain('/nope/runc');
});

test('a second daemon on the same socket, or on the same roots, is refused; the first does not notice', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  await engine.createContainer({ name: 'kept', image: conman.rootfs, command: ['sleep', '1000'] });
  const elsewhere = {
    '-b': join(conman.root, 'lib2'),
    '-n': join(conman.root, 'run2'),
    '-t': join(conman.root, 'runtime2'),
  };
  const sameSocket = await startExpectingFailure(
    '-l',
    conman.socket,
    ...rootsOf(conman),
    ...Object.entries(elsewhere).flat(),
  );
  expect(sameSocket.stderr).toContain('listens on');
  expect(sameSocket.status).toBe(75);
  // Any root that is shared: what the second one found there would be to it what a crash left behind.
  for (const shared of Object.keys(elsewhere)) {
    const others = Object.entries(elsewhere).filter(([flag]) => flag !== shared);
    const flags = ['-l', join(conman.root, 'd.sock'), ...rootsOf(conman), ...others.flat()];
    const { status, stderr } = await startExpectingFailure(...flags);
    expect(stderr).toContain('another conmand uses');
    expect(status).toBe(75);
  }
  await engine.startContainer('kept');
  expect((await engine.version()).pid).toBeGreaterThan(0);
  engine.close();
});

test('a file in place of the socket is left alone, a dead socket replaced, ours removed at the end', async () => {
  await using conman = await Conman.start();
  expect(statSync(conman.socket).mode & 0o777).toBe(0o600);
  expect(statSync(join(conman.root, 'lib')).mode & 0o777).toBe(0o700);
  await conman.killDaemon('SIGKILL');
  expect(existsSync(conman.socket)).toBe(true);
  await conman.startDaemon();
  await conman.killDaemon('SIGTERM');
  expect(existsSync(conman.socket)).toBe(false);

  const file = join(conman.root, 'file');
  writeFileSync(file, 'precious');
  expect((await startExpectingFailure('-l', file, ...rootsOf(conman))).stderr).toContain('is not a socket');
  expect(statSync(file).size).toBe(8);
});

test('a foreign socket is not conmand’s', async () => {
  await using conman = await Conman.start();
  const socketPath = join(conman.root, 'f.sock');
  const foreign = createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end('hello\n'),
  );
  await new Promise<void>((done) => foreign.listen(socketPath, done));
  expect(await daemonStatus(socketPath)).toMatchObject({ running: false, reason: { code: 'unavailable' } });
  await new Promise((done) => foreign.close(done));
});

test('clients that start a daemon at the same time all get one, and it can be stopped', async () => {
  await using conman = await Conman.start();
  await conman.killDaemon('SIGTERM');
  const options = {
    socketPath: conman.socket,
    command: [conmand, ...rootsOf(conman)],
    logPath: join(conman.root, 'd.log'),
  };
  const started = await Promise.all([ensureDaemon(options), ensureDaemon(options), ensureDaemon(options)]);
  expect(started.filter((outcome) => outcome.started)).toHaveLength(1);
  const status = await daemonStatus(conman.socket);
  expect(status).toMatchObject({ running: true, notice: undefined });
  expect(await ensureDaemon(options)).toEqual({ started: false });
  expect(await stopDaemon(conman.socket)).toBe(true);
  expect(await stopDaemon(conman.socket)).toBe(false);
});

test('a daemon that cannot start says why to the client that started it', async () => {
  await using conman = await Conman.start();
  await conman.killDaemon('SIGTERM');
  const command = [conmand, ...rootsOf(conman), '--shim-path', '/nope/shim'];
  await expect(
    ensureDaemon({ socketPath: conman.socket, command, logPath: join(conman.root, 'd.log') }),
  ).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('/nope/shim') });
});

test('a container does not notice kill -9 of conmand: its log is whole and its exit code exact', async () => {
  await using conman = await Conman.start();
  const before = connectEngine(conman.socket);
  const script = 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo line-$i; done; sleep 0.5; echo last; exit 42';
  await before.createContainer({ name: 'writer', image: conman.rootfs, command: ['sh', '-c', script] });
  await before.startContainer('writer');
  await conman.killDaemon('SIGKILL');
  before.close();
  await expect.poll(() => readdirSync(join(conman.root, 'lib', 'exits'))).toHaveLength(1);
  await conman.startDaemon();
  const engine = connectEngine(conman.socket);
  const { state, exit } = await engine.containerStatus('writer');
  expect({ state, exit }).toMatchObject({ state: 'exited', exit: { reason: 'exited', code: 42 } });
  const expected = Array.from({ length: 3000 }, (_, index) => `line-${index + 1}\n`).join('');
  expect(await readLog(engine, 'writer')).toBe(`${expected}last\n`);
  engine.close();
});

test('what it cannot clean up at its start is said, and keeps nobody from working', async () => {
  await using conman = await Conman.start();
  await conman.killDaemon('SIGTERM');
  const id = 'ab'.repeat(16);
  const exitFile = join(conman.root, 'lib', 'exits', id);
  mkdirSync(exitFile);
  const said = await conman.startDaemon();
  expect(said).toMatch(new RegExp(`^\\S+ warning cannot clean up ${id}: cannot remove ${exitFile}`, 'm'));
  expect((await conman.ctl(['ps'])).status).toBe(0);
  rmdirSync(exitFile);
});
