import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { connectEngine, restartDaemon } from '../../src/core/index.ts';
import { Conman, run } from '../cli/conman.ts';
import { makeTestRoot } from '../fixtures/engine.ts';

/** What systemd is to a service: a socket for its notices, which Node cannot make. Prints each with a blank for a newline. */
const receiver = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1].replace('@', '\\0', 1))
print('bound', flush=True)
while True:
    print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
`;

class Notices implements AsyncDisposable {
  readonly address: string;
  readonly received: string[] = [];
  readonly #process;
  #wake = (): void => {};

  private constructor(address: string) {
    this.address = address;
    this.#process = spawn('/usr/bin/python3', ['-c', receiver, address], { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.received.push(line);
      this.#wake();
    });
  }

  static async listen(address: string): Promise<Notices> {
    const notices = new Notices(address);
    await notices.until('bound');
    return notices;
  }

  async until(notice: string, count = 1): Promise<void> {
    while (this.received.filter((line) => line.includes(notice)).length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }
}

test.each(['a path', 'an abstract name'])(
  'a service manager behind %s is told of readiness, of health and of the end',
  async (kind) => {
    const root = makeTestRoot();
    await using notices = await Notices.listen(kind === 'a path' ? join(root, 'notify') : `@conman-test${root}`);
    await using conman = await Conman.start([], { env: { NOTIFY_SOCKET: notices.address, WATCHDOG_USEC: '100000' } });
    await notices.until('READY=1 STATUS=Version');
    await notices.until('WATCHDOG=1', 3);
    await restartDaemon(conman.socket, false);
    await notices.until('RELOADING=1 MONOTONIC_USEC=');
    await notices.until('READY=1', 2);
    await notices.until('WATCHDOG=1', notices.received.length);
    await conman.killDaemon('SIGTERM');
    await notices.until('STOPPING=1');
    rmSync(root, { recursive: true });
  },
);

test('its log is structured where that is asked for, and can be read and followed by clients', async () => {
  await using conman = await Conman.start(['--log-format', 'json']);
  const follower = conman.spawn(['daemon', 'logs', '-f', '-n', '1']);
  const lines = createInterface({ input: follower.stdout as NodeJS.ReadableStream });
  const [last] = (await once(lines, 'line')) as [string];
  expect(JSON.parse(last)).toMatchObject({ level: 'info', message: expect.stringContaining("Conman's here!") });
  const next = once(lines, 'line');
  const { containerId } = (await conman.ask('create', '-I', conman.rootfs, 'web', '--', 'true')) as {
    containerId: string;
  };
  expect(JSON.parse(((await next) as [string])[0])).toMatchObject({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    message: 'container web created',
    container: containerId,
  });
  follower.kill();
  const { stdout } = await conman.ctl(['daemon', 'logs']);
  expect(stdout.split('\n').length).toBeGreaterThan(2);
  expect(conman.said).toContain(stdout.trim());
});

test('the log of a daemon that is gone is that of its last run, where a client started it', async () => {
  await using conman = await Conman.start();
  await conman.killDaemon('SIGTERM');
  const { status, stderr } = await conman.ctl(['daemon', 'logs']);
  expect(status).not.toBe(0);
  expect(stderr).toContain(conman.socket);
});

test('metrics are told over gRPC and to whoever asks the socket over HTTP', async () => {
  await using conman = await Conman.start();
  await conman.ask('create', '-I', conman.rootfs, 'web', '--', 'sleep', '1000');
  await conman.ask('start', 'web');
  await conman.ctl(['start', 'nobody']);
  const { stdout } = await conman.ctl(['daemon', 'metrics']);
  for (const line of [
    'conman_containers{state="running"} 1',
    'conman_container_events_total{type="started"} 1',
    'conman_call_seconds_count{method="createContainer"} 1',
    'conman_call_seconds_bucket{method="startContainer",le="+Inf"} 2',
    'conman_call_failures_total{method="startContainer",code="NOT_FOUND"} 1',
  ]) {
    expect(stdout.split('\n')).toContain(line);
  }
  expect(stdout.endsWith('# EOF\n')).toBe(true);
  const page = await run(['curl', '-si', '--unix-socket', conman.socket, 'http://conmand/metrics']);
  expect(page.stdout).toMatch(/^HTTP\/1.1 200 OK\r\nContent-Type: application\/openmetrics-text; version=1.0.0/);
  expect(page.stdout).toContain('\nconman_containers{state="running"} 1\n');
  expect((await run(['curl', '-si', '--unix-socket', conman.socket, 'http://conmand/'])).stdout).toContain(
    '404 Not Found',
  );
});

test('a restart in place keeps process, socket and containers; who connects meanwhile waits', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  await engine.createContainer({ name: 'box', image: conman.rootfs, command: ['sleep', '1000'] });
  await engine.startContainer('box');
  const [before, box] = [await engine.version(), await engine.containerStatus('box')];
  let restarted = false;
  const restart = restartDaemon(conman.socket, false).finally(() => (restarted = true));
  // Not one of these finds nobody there; one whose call had begun may be cut off.
  while (!restarted) {
    const { status, stdout, stderr } = await conman.ctl(['ps', '-q']);
    if (status === 0) expect(stdout).toBe(`${box.id}\n`);
    expect(stderr).not.toMatch(/nobody|ENOENT|ECONNREFUSED/);
  }
  const after = await restart;
  expect(after.pid).toBe(before.pid);
  expect(after.startedAt).toBeGreaterThan(before.startedAt);
  expect(await engine.containerStatus('box')).toEqual(box);
  expect(readFileSync(`/proc/${after.pid}/cmdline`, 'utf8')).not.toContain('--ready-fd');
  engine.close();
});

test('exec sessions are not ended by a restart unless that is asked for', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  await engine.createContainer({ name: 'box', image: conman.rootfs, command: ['sleep', '1000'] });
  await engine.startContainer('box');
  await engine.createExec('box', { command: ['sleep', '1000'], tty: true, stdin: false });
  const refused = await conman.ctl(['daemon', 'restart']);
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toMatch(/an exec session runs.*--force/s);
  expect(await engine.listExecs()).toHaveLength(1);
  expect((await conman.ctl(['daemon', 'restart', '--force'])).status).toBe(0);
  const next = connectEngine(conman.socket);
  expect(await next.listExecs()).toEqual([]);
  await expect.poll(async () => (await next.listProcesses('box')).length).toBe(1);
  engine.close();
  next.close();
});
