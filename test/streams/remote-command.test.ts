import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { connectEngine } from '../../src/core/index.ts';
import { Conman, conmanctl, run } from '../cli/conman.ts';
import { type Refused, SpdyClient } from './spdy-client.ts';

async function attachUrl(conman: Conman, name: string): Promise<string> {
  const { url } = (await conman.ask('container', 'attach', '--url', name)) as { url: string };
  return url;
}

/** A container that waits to be started, and a client that has all its streams. */
async function attached(conman: Conman, flags: readonly string[], script: string): Promise<SpdyClient> {
  await conman.ask('create', '-I', conman.rootfs, ...flags, 'c', '--', 'sh', '-c', script);
  const client = await SpdyClient.connect(await attachUrl(conman, 'c'));
  const outputs = flags.includes('-t') ? ['stdout', 'resize'] : ['stdout', 'stderr'];
  await client.open('error', 'stdin', ...outputs);
  return client;
}

function exitWith(code: number): object {
  return {
    metadata: {},
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `command terminated with non-zero exit code: ${code}`,
    details: { causes: [{ reason: 'ExitCode', message: `${code}` }] },
  };
}

describe('attach', () => {
  test('passes input and its end, both outputs, and the exit status', async () => {
    await using conman = await Conman.start();
    const client = await attached(conman, ['-i'], 'cat; echo problem >&2; exit 42');
    expect(client.protocol).toBe('v4.channel.k8s.io');
    client.send('stdin', 'hello ');
    await conman.ask('start', 'c');
    client.send('stdin', 'world\n', true);
    expect(await client.status()).toEqual(exitWith(42));
    expect([client.text('stdout'), client.text('stderr')]).toEqual(['hello world\n', 'problem\n']);
    expect(['stdin', 'stdout', 'stderr'].every((channel) => client.hasEnded(channel))).toBe(true);
    // GOAWAY, and nothing else to come.
    await client.until(() => client.frames.at(-1)?.kind === 7);
    await client.closed();
  });

  test('says Success for status 0, and 128 + N for signal N', async () => {
    await using conman = await Conman.start();
    const client = await attached(conman, ['-i'], 'true');
    await conman.ask('start', 'c');
    expect(await client.status()).toEqual({ metadata: {}, status: 'Success' });
    await conman.ask('rm', 'c');
    const killed = await attached(conman, ['-i'], 'sleep 100');
    await conman.ask('start', 'c');
    await conman.ask('kill', '-s', 'KILL', 'c');
    expect(await killed.status()).toEqual(exitWith(137));
  });

  test('a terminal takes keys and sizes', async () => {
    await using conman = await Conman.start();
    const client = await attached(conman, ['-i', '-t'], 'while read line; do stty size; done');
    await conman.ask('start', 'c');
    client.send('resize', '{"Width":101,"Height":41}\n');
    client.send('stdin', 'x\n');
    await client.until(() => client.text('stdout').includes('41 101\r\n'));
    client.send('resize', '{"Width":81,"Height":21}\n');
    client.send('stdin', 'x\n');
    await client.until(() => client.text('stdout').includes('21 81\r\n'));
    client.send('stdin', '\x04');
    expect(await client.status()).toEqual({ metadata: {}, status: 'Success' });
  });

  test('more input than anybody buffers waits for the container and arrives whole', async () => {
    await using conman = await Conman.start();
    const client = await attached(conman, ['-i'], 'sleep 0.5; busybox wc -c');
    await conman.ask('start', 'c');
    const piece = Buffer.alloc(32 * 1024, 'x');
    for (let count = 0; count < 1024; count++) client.send('stdin', piece);
    client.send('stdin', '', true);
    // Held back by the container's full pipe, and by nothing else.
    expect(client.socket.writableLength).toBeGreaterThan(16 * 1024 * 1024);
    expect(await client.status()).toEqual({ metadata: {}, status: 'Success' });
    expect(client.text('stdout')).toBe(`${32 * 1024 * 1024}\n`);
  });

  test('a client that leaves ends nothing, even while its input is held back', async () => {
    await using conman = await Conman.start();
    const client = await attached(
      conman,
      ['-i', '--leave-stdin-open'],
      `until test -e /go; do sleep 0.05; done; busybox head -c 3; exit 3`,
    );
    await conman.ask('start', 'c');
    for (let count = 0; count < 64; count++) client.send('stdin', Buffer.alloc(32 * 1024, 'x'));
    client.leave();
    expect(await conman.ask('container', 'status', 'c')).toMatchObject({ status: { state: 'RUNNING' } });
    const next = await SpdyClient.connect(await attachUrl(conman, 'c'));
    await next.open('error', 'stdin', 'stdout', 'stderr');
    await conman.ctl(['exec', 'c', 'busybox', 'touch', '/go']);
    expect(await next.status()).toEqual(exitWith(3));
  });

  test('when conmand stops it says so, and the container runs on', async () => {
    await using conman = await Conman.start();
    const client = await attached(conman, ['-i'], 'sleep 100');
    await conman.ask('start', 'c');
    await conman.killDaemon('SIGTERM');
    expect(await client.status()).toMatchObject({ status: 'Failure', message: expect.stringContaining('stopping') });
    await conman.startDaemon();
    expect(await conman.ask('container', 'status', 'c')).toMatchObject({ status: { state: 'RUNNING' } });
  });
});

describe('a URL', () => {
  test('is good once', async () => {
    await using conman = await Conman.start();
    await conman.ask('run', '-d', '--name', 'c', conman.rootfs, 'sleep', '100');
    const url = await attachUrl(conman, 'c');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/attach\/[\w-]{22}$/);
    const first = await SpdyClient.connect(url);
    expect(await SpdyClient.offer(url)).toMatchObject({ status: 404, body: expect.stringContaining('used before') });
    first.leave();
    expect(await SpdyClient.offer(url)).toMatchObject({ status: 404 });
    expect(await SpdyClient.offer(url.replace(/[\w-]+$/, 'A'.repeat(22)))).toMatchObject({ status: 404 });
  });

  test('is still good after an offer that the server does not take', async () => {
    await using conman = await Conman.start();
    await conman.ask('run', '-d', '--name', 'c', conman.rootfs, 'sleep', '100');
    const url = await attachUrl(conman, 'c');
    const other = (await SpdyClient.offer(url, { protocols: ['v5.channel.k8s.io'] })) as Refused;
    expect(other).toMatchObject({ status: 403, body: expect.stringContaining('unable to negotiate protocol') });
    expect(other.headers['x-accepted-stream-protocol-versions']).toBe('v4.channel.k8s.io');
    expect(await SpdyClient.offer(url, { protocols: [] })).toMatchObject({ status: 400 });
    expect(await SpdyClient.offer(url, { upgrade: 'websocket' })).toMatchObject({ status: 400 });
    expect(await SpdyClient.offer(url, { method: 'PUT' })).toMatchObject({ status: 405 });
    (await SpdyClient.connect(url)).leave();
  });

  test('gives the streams that were asked for and no others', async () => {
    await using conman = await Conman.start();
    await conman.ask('run', '-d', '--name', 'c', conman.rootfs, 'sleep', '100');
    const client = await SpdyClient.connect(await attachUrl(conman, 'c'));
    await client.open('error', 'stdout');
    for (const streamtype of ['stdin', 'resize', 'stdout', 'unheard-of']) {
      const streamId = await client.openStream({ streamtype });
      await client.until(() => client.frames.some((frame) => frame.kind === 3 && frame.streamId === streamId));
    }
    await client.open('stderr');
    client.leave();
  });

  test('is not to be had for an unknown or ended container', async () => {
    await using conman = await Conman.start();
    await conman.ctl(['run', '--name', 'ended', conman.rootfs, 'true']);
    const ended = await conman.ctl(['container', 'attach', '--url', 'ended']);
    expect(ended.status).not.toBe(0);
    expect(ended.stderr).toMatch(/^conmanctl: [^\n]*ended is exited[^\n]*\n$/);
    const unknown = await conman.ctl(['container', 'attach', '--url', 'unheard-of']);
    expect(unknown.stderr).toMatch(/^conmanctl: [^\n]*unheard-of[^\n]*\n$/);
  });

  test('is not to be had for a terminal with stderr, nor for no stream at all', async () => {
    await using conman = await Conman.start();
    await conman.ask('create', '-t', '-I', conman.rootfs, 'c', '--', 'sh');
    const engine = connectEngine(conman.socket);
    const nothing = { stdin: false, stdout: false, stderr: false, tty: true };
    for (const streams of [nothing, { ...nothing, stdout: true, stderr: true }]) {
      await expect(engine.attachUrl('c', streams)).rejects.toMatchObject({ code: 'invalid-argument' });
    }
    engine.close();
  });
});

test('an address that cannot be had ends conmand at once, and it says why', async () => {
  await using conman = await Conman.start();
  await conman.ask('run', '-d', '--name', 'c', conman.rootfs, 'sleep', '100');
  const { hostname, port } = new URL(await attachUrl(conman, 'c'));
  const conmand = conmanctl.replace(/ctl$/, 'd');
  const roots = ['-b', 'lib', '-n', 'run', '-L', 'logs', '-t', 'runtime'].map((word) =>
    word.startsWith('-') ? word : `${conman.root}/second/${word}`,
  );
  const start = (flag: string) => run([conmand, '-l', `${conman.root}/d.sock`, ...roots, '-S', flag]);
  const taken = await start(`${hostname}:${port}`);
  expect(taken.status).toBe(1);
  expect(taken.stderr).toContain(`cannot listen on ${hostname} port ${port}: another process listens there already`);
  expect(taken.stderr).toContain('--streaming-addr');
  expect(await start('192.0.2.1:0')).toMatchObject({ status: 2 });
  expect(await start('8881')).toMatchObject({ status: 2, stderr: expect.stringContaining('HOST:PORT') });
});

test('a default port that is taken costs nobody their containers, only the streaming server', async () => {
  // Whoever holds it, this test or another program: it is taken.
  const holder = createServer().on('error', () => undefined);
  await new Promise<void>((done) => {
    holder.once('listening', done).once('error', () => done());
    holder.listen(8881, '127.0.0.1');
  });
  await using conman = await Conman.start([], { streaming: [] });
  await conman.ask('run', '-d', '--name', 'c', conman.rootfs, 'sleep', '100');
  await expect(attachUrl(conman, 'c')).rejects.toThrow('cannot listen on 127.0.0.1 port 8881');
  holder.close();
});
