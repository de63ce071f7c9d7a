import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ConmanError } from '../errors/index.ts';
import { clientFrame, encodeFrame, type Frame, FrameDecoder, shimFrame } from './attach-frames.ts';
import { connectShim } from './shim-connection.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** A shim's end of the protocol; `serve` is called with each frame of the client. */
async function listen(path: string, serve: (frame: Frame, socket: Socket) => void): Promise<void> {
  const server: Server = createServer((socket) => {
    const decoder = new FrameDecoder(65_536);
    socket.on('data', (chunk) => {
      decoder.push(chunk, (frame) => serve(frame, socket));
    });
    socket.on('error', () => {});
    cleanups.push(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  cleanups.push(() => server.close());
}

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'conman-'));
  cleanups.push(() => rmSync(path, { recursive: true }));
  return path;
}

function welcome(): Buffer {
  const payload = Buffer.alloc(14);
  payload.set([1, 3, 0, 0, 0x10, 0]);
  payload.writeBigUInt64BE(77n, 6);
  return encodeFrame(shimFrame.welcome, payload);
}

/** Collects what a connection says; `done` resolves with the reason of its end. */
function recorder() {
  const said: string[] = [];
  const { promise: done, resolve } = Promise.withResolvers<ConmanError | undefined>();
  const listener = {
    message: (message: { kind: string; data?: Buffer }) => said.push(message.kind + (message.data?.toString() ?? '')),
    closed: resolve,
  };
  return { said, done, listener };
}

test('greets, passes on what the shim says, and ends without error after EXIT', async () => {
  const path = join(directory(), 'a.sock');
  await listen(path, (frame, socket) => {
    expect(frame).toEqual({ type: clientFrame.hello, payload: Buffer.from([1, 1]) });
    socket.write(welcome());
    socket.write(encodeFrame(shimFrame.stdout, Buffer.from('one')));
    socket.end(encodeFrame(shimFrame.exit, Buffer.from([1, 9])));
  });
  const { said, done, listener } = recorder();
  const shim = await connectShim(path, { stdout: true, stderr: false }, listener);
  expect(shim.welcome).toEqual({ terminal: true, stdinOpen: true, controllable: false, pid: 4096, logBytesLost: 77n });
  expect(await done).toBeUndefined();
  expect(said).toEqual(['outputone', 'exit']);
});

test('reaches a socket whose path is longer than a socket address', async () => {
  const deep = join(directory(), 'd'.repeat(120));
  mkdirSync(deep);
  process.chdir(deep);
  cleanups.push(() => process.chdir('/'));
  await listen('long.sock', (_frame, socket) => socket.write(welcome()));
  const { listener } = recorder();
  const shim = await connectShim(join(deep, 'long.sock'), { stdout: false, stderr: false }, listener);
  expect(shim.welcome.pid).toBe(4096);
  shim.close();
});

test('input larger than a frame arrives whole and in order, and waits while nobody reads', async () => {
  const path = join(directory(), 'a.sock');
  const input = Buffer.alloc(3_000_000, 'abcdefghij');
  const received: Buffer[] = [];
  let peer: Socket | undefined;
  await listen(path, (frame, socket) => {
    if (frame.type === clientFrame.hello) {
      peer = socket.pause();
      socket.write(welcome());
    } else if (frame.type === clientFrame.stdin) received.push(Buffer.from(frame.payload));
    else socket.end(encodeFrame(shimFrame.exit, Buffer.from([0, 0])));
  });
  const { done, listener } = recorder();
  const shim = await connectShim(path, { stdout: true, stderr: true }, listener);
  let written = false;
  const writing = shim.write(input).then(() => {
    written = true;
    shim.closeStdin();
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(written).toBe(false);
  peer?.resume();
  await writing;
  await done;
  expect(Buffer.concat(received).equals(input)).toBe(true);
});

test.each([
  { name: 'a malformed frame', bytes: encodeFrame(0x99, Buffer.alloc(0)), code: 'data-loss' },
  { name: 'an oversized frame', bytes: Buffer.from([0x42, 0xff, 0xff, 0xff]), code: 'data-loss' },
  { name: 'half a frame', bytes: encodeFrame(shimFrame.stdout, Buffer.alloc(9)).subarray(0, 8), code: 'unavailable' },
  { name: 'an ERROR', bytes: encodeFrame(shimFrame.error, Buffer.from('too slow')), code: 'resource-exhausted' },
  { name: 'a hang-up without EXIT', bytes: Buffer.alloc(0), code: 'unavailable' },
])('$name ends the connection with $code', async ({ bytes, code }) => {
  const path = join(directory(), 'a.sock');
  await listen(path, (_frame, socket) => socket.end(Buffer.concat([welcome(), bytes])));
  const { done, listener } = recorder();
  await connectShim(path, { stdout: true, stderr: true }, listener);
  expect((await done)?.code).toBe(code);
});

test('output before WELCOME is refused', async () => {
  const path = join(directory(), 'a.sock');
  await listen(path, (_frame, socket) => socket.write(encodeFrame(shimFrame.stdout, Buffer.from('x'))));
  await expect(connectShim(path, { stdout: true, stderr: true }, recorder().listener)).rejects.toThrow(
    expect.objectContaining({ code: 'data-loss' }),
  );
});

test('nobody listening is unavailable', async () => {
  const path = join(directory(), 'none.sock');
  await expect(connectShim(path, { stdout: true, stderr: true }, recorder().listener)).rejects.toThrow(ConmanError);
});
