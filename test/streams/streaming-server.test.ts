import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StreamMessage, StreamSession } from '../../src/core/api/index.ts';
import { ConmanError } from '../../src/core/errors/index.ts';
import type { RemoteStreams } from '../../src/core/streams/remote-command/remote-command.ts';
import { StreamingServer } from '../../src/core/streams/remote-command/streaming-server.ts';
import { Channel } from '../../src/ui/demo/channel.ts';
import { SpdyClient } from './spdy-client.ts';

const pipes: RemoteStreams = { stdin: true, stdout: true, stderr: true, tty: false };
const terminal: RemoteStreams = { stdin: true, stdout: true, stderr: false, tty: true };
const success = { metadata: {}, status: 'Success' };

/** A process led by the test. */
class ScriptedSession implements StreamSession {
  readonly messages = new Channel<StreamMessage>();
  /** What it was told, such as `write hello`. */
  readonly history: string[] = [];
  /** Input is taken once this resolves. */
  reads: Promise<void> = Promise.resolve();

  say(channel: 'stdout' | 'stderr', text: string | Uint8Array): void {
    this.messages.push({ kind: 'output', channel, data: Buffer.from(text) });
  }

  exit(code: number): void {
    this.messages.push({ kind: 'end', exit: { reason: 'exited', code, signal: undefined, at: 1n } });
  }

  async write(data: Uint8Array): Promise<void> {
    await this.reads;
    this.history.push(`write ${Buffer.from(data)}`);
  }

  closeStdin(): void {
    this.history.push('closeStdin');
  }

  resize({ columns, rows }: { columns: number; rows: number }): void {
    this.history.push(`resize ${columns}x${rows}`);
  }

  detach(): void {
    this.history.push('detach');
    this.messages.push({ kind: 'end', exit: undefined });
  }
}

let server: StreamingServer;
let session: ScriptedSession;

beforeEach(async () => {
  server = await StreamingServer.listen({ host: '127.0.0.1', port: 0 });
  session = new ScriptedSession();
});

afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

function urlFor(streams: RemoteStreams, open: () => Promise<StreamSession> = async () => session): string {
  return server.urlFor({ verb: 'attach', streams, open });
}

async function connected(streams: RemoteStreams = pipes): Promise<SpdyClient> {
  const client = await SpdyClient.connect(urlFor(streams));
  await client.open('error', 'stdin', 'stdout', streams.tty ? 'resize' : 'stderr');
  return client;
}

/** The value once it has stayed the same for a while. */
async function settled(read: () => number): Promise<number> {
  for (let last = -1; ; ) {
    if (read() === last) return last;
    last = read();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test('input, its end and sizes reach the session in order', async () => {
  const client = await connected(terminal);
  client.send('resize', '{"Width":90,"Height":30}');
  client.send('stdin', 'one');
  client.send('stdin', 'two', true);
  await expect.poll(() => session.history).toContain('closeStdin');
  expect(session.history.filter((said) => !said.startsWith('resize'))).toEqual([
    'write one',
    'write two',
    'closeStdin',
  ]);
  expect(session.history).toContain('resize 90x30');
  session.exit(0);
  expect(await client.status()).toEqual(success);
});

test('a session that cannot be opened, or is lost, is a failure with its reason', async () => {
  const refusing = urlFor(pipes, async () => {
    throw new ConmanError('failed-precondition', 'there is nothing to attach to');
  });
  const refused = await SpdyClient.connect(refusing);
  await refused.open('error', 'stdin', 'stdout', 'stderr');
  expect(await refused.status()).toMatchObject({ status: 'Failure', message: 'there is nothing to attach to' });
  const client = await connected();
  session.say('stderr', 'last words');
  session.messages.fail(new ConmanError('unavailable', 'the shim is gone'));
  expect(await client.status()).toMatchObject({ status: 'Failure', message: 'the shim is gone' });
  expect(client.text('stderr')).toBe('last words');
});

test('a client that does not read holds the session back', async () => {
  const pieces = 1000;
  const piece = Buffer.alloc(64 * 1024);
  let taken = 0;
  session.messages[Symbol.asyncIterator] = async function* () {
    for (; taken < pieces; taken++) yield { kind: 'output', channel: 'stdout', data: piece };
    yield { kind: 'end', exit: { reason: 'exited', code: 0, signal: undefined, at: 1n } };
    return undefined;
  };
  const client = await SpdyClient.connect(urlFor(pipes));
  await client.open('error', 'stdin', 'stdout');
  client.socket.pause();
  await client.openStream({ streamtype: 'stderr' });
  await expect.poll(() => taken).toBeGreaterThan(0);
  // What the sockets of both sides hold, and no more.
  expect(await settled(() => taken)).toBeLessThan(pieces / 2);
  client.socket.resume();
  expect(await client.status()).toEqual(success);
  expect(client.text('stdout')).toHaveLength(pieces * piece.length);
});

test('a client that leaves is detached, also while its input is held back', async () => {
  session.reads = new Promise(() => undefined);
  const client = await connected();
  for (let count = 0; count < 32; count++) client.send('stdin', Buffer.alloc(64 * 1024));
  await settled(() => client.socket.writableLength);
  client.leave();
  await expect.poll(() => session.history).toContain('detach');
  expect(session.history).not.toContain('closeStdin');
});

test('resetting stdin is not the end of the input', async () => {
  const client = await connected();
  const reset = Buffer.alloc(8);
  reset.writeUInt32BE(client.streams.get('stdin') ?? 0);
  reset.writeUInt32BE(5, 4);
  client.sendControl(3, reset);
  client.send('stdin', 'too late', true);
  client.sendControl(6, Buffer.from([0, 0, 0, 9]));
  await client.until(() => client.frames.some(({ kind, payload }) => kind === 6 && payload.readUInt32BE(0) === 9));
  session.exit(0);
  await client.closed();
  expect(session.history).toEqual(['detach']);
});

test.each([
  ['a stream of the server', 1, Buffer.from([0, 0, 0, 2, 0, 0, 0, 0, 0, 0])],
  ['a header block that is none', 1, Buffer.from([0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 1, 2, 3])],
  ['an answer to nothing', 2, Buffer.from([0, 0, 0, 1])],
  ['a frame too short', 6, Buffer.from([0])],
])('%s ends the connection, not the process', async (_name, kind, payload) => {
  const client = await connected();
  await expect.poll(() => client.streams.size).toBe(4);
  client.sendControl(kind, payload);
  await client.until(() => client.frames.some((frame) => frame.kind === 7 && frame.payload.readUInt32BE(4) === 1));
  await client.closed();
  await expect.poll(() => session.history).toContain('detach');
  expect(session.history).not.toContain('closeStdin');
});

test('data on a stream that was never opened ends the connection', async () => {
  const client = await connected();
  client.streams.set('nowhere', 99);
  client.send('nowhere', 'x');
  await client.closed();
  await expect.poll(() => session.history).toContain('detach');
});

test('PING is echoed, SETTINGS, WINDOW_UPDATE, GOAWAY and unknown frames are not minded', async () => {
  const client = await connected();
  for (const kind of [4, 9, 0x123]) client.sendControl(kind, Buffer.alloc(8));
  client.sendControl(7, Buffer.alloc(8));
  client.sendControl(6, Buffer.from([0, 0, 0, 3]));
  await client.until(() => client.frames.some(({ kind, payload }) => kind === 6 && payload.readUInt32BE(0) === 3));
  session.exit(0);
  expect(await client.status()).toEqual(success);
});

test('a client that does not open all its streams in time is told which are missing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const client = await SpdyClient.connect(urlFor(pipes));
  await client.open('error', 'stdout');
  vi.advanceTimersByTime(30_000);
  const message = 'the client opened no stream for stdin, stderr';
  expect(await client.status()).toMatchObject({ status: 'Failure', message });
});

test('a request without an upgrade is refused, and hostile ones hurt nobody', async () => {
  const url = urlFor(pipes);
  expect((await fetch(url)).status).toBe(400);
  expect((await fetch(new URL('/attach/', url))).status).toBe(404);
  expect((await fetch(new URL('/exec/', url) + (url.split('/').at(-1) ?? ''))).status).toBe(404);
  expect((await fetch(`${url}?${'x'.repeat(20_000)}`)).status).toBe(431);
  (await SpdyClient.connect(url)).leave();
});

test('a connection without a request is cut off', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { hostname, port } = new URL(urlFor(pipes));
  const silent = connect(Number(port), hostname);
  silent.write('POST /attach/');
  await once(silent, 'connect');
  // Answered after it, so the silent one is known to the server by now.
  await SpdyClient.offer(urlFor(pipes), { method: 'PUT' });
  vi.advanceTimersByTime(10_000);
  await once(silent, 'close');
});

test('the end of the server is told to its clients', async () => {
  const client = await connected();
  await expect.poll(() => client.streams.size).toBe(4);
  await server.close();
  expect(await client.status()).toMatchObject({ status: 'Failure', message: expect.stringContaining('stopping') });
  await expect(SpdyClient.connect(urlFor(pipes))).rejects.toThrow();
});
