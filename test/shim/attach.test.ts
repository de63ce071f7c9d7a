import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeFrame, FrameClient, frameType } from './frame-client.ts';
import { buildShim, ShimCase } from './shim-case.ts';

beforeAll(buildShim);

/** A container that waits for one line and exits with 7. */
async function waiting(): Promise<ShimCase> {
  const shim = new ShimCase({ script: 'echo hello; echo trouble >&2; read x; echo bye; exit 7', flags: ['--stdin'] });
  await shim.created();
  return shim;
}

describe('clients', () => {
  it('are told the facts, get the output they want and the end', async () => {
    const shim = await waiting();
    const [both, out, err, none] = await Promise.all([shim.attach(3), shim.attach(1), shim.attach(2), shim.attach(0)]);
    const welcome = (await none.first(frameType.welcome)).payload;
    expect([welcome[0], welcome[1], welcome.length, welcome.readBigUInt64BE(6)]).toEqual([1, 6, 14, 0n]);
    await Promise.all([both, out, err].map((client) => client.first(frameType.welcome)));
    await shim.start();
    await both.untilText(frameType.stdout, 'hello\n');
    both.send(frameType.stdin, 'go\n');
    await Promise.all([both, out, err, none].map((client) => client.untilClosed()));
    for (const client of [both, out, err, none]) {
      expect(client.frames.at(-1)).toEqual({ type: frameType.exit, payload: Buffer.from([0, 7]) });
      expect(client.bytes(frameType.stdout).toString()).toBe(client === both || client === out ? 'hello\nbye\n' : '');
      expect(client.bytes(frameType.stderr).toString()).toBe(client === both || client === err ? 'trouble\n' : '');
    }
    expect(existsSync(shim.path('attach'))).toBe(false);
  });

  it('have the exit file on disk when EXIT arrives', async () => {
    const shim = new ShimCase({ script: 'kill -TERM $$' });
    await shim.created();
    const client = await shim.attach(0);
    await shim.start();
    expect([...(await client.first(frameType.exit)).payload]).toEqual([1, 15]);
    expect(shim.exitFile()).toMatchObject({ reason: 'signaled', signal: 15 });
  });

  it('may come and go without the container noticing', async () => {
    const shim = await waiting();
    await shim.start();
    for (let i = 0; i < 50; i++) (await shim.attach()).leave();
    const last = await shim.attach();
    last.send(frameType.stdin, 'go\n');
    await last.untilClosed();
    expect(shim.exitFile()).toMatchObject({ exitCode: 7 });
  });

  it('that do not read are dropped and told why; the container and the others never wait', async () => {
    // In bursts, so that a client that reads keeps up on a busy machine too.
    const script = 'for i in $(seq 1 30); do seq 100001 120000; sleep 0.02; done; read x';
    const shim = new ShimCase({ script, flags: ['--stdin'] });
    await shim.created();
    const slow = await shim.attach();
    await slow.first(frameType.welcome);
    const quick = await shim.attach();
    await quick.first(frameType.welcome);
    slow.pause();
    await shim.start();
    await quick.untilReceived(frameType.stdout, 30 * 140_000);
    slow.resume();
    expect((await slow.first(frameType.error)).payload.toString()).toMatch(/^too slow/);
    await slow.untilClosed();
    quick.send(frameType.stdin, '\n');
    await quick.untilClosed();
    const all = quick.bytes(frameType.stdout);
    expect(all.length).toBe(30 * 140_000);
    const seen = slow.bytes(frameType.stdout);
    expect(seen.length).toBeGreaterThan(500_000);
    expect(seen.equals(all.subarray(0, seen.length))).toBe(true);
    expect(shim.logged('stdout').equals(all)).toBe(true);
  });
});

describe('a client that breaks the protocol', () => {
  const hello = encodeFrame(frameType.hello, Uint8Array.of(1, 3));
  const oversized = Buffer.from([frameType.stdin, 1, 0, 1]);
  it.each([
    ['an unknown version', encodeFrame(frameType.hello, Uint8Array.of(2, 3)), 'unknown protocol version'],
    ['no HELLO', encodeFrame(frameType.stdin, 'x'), 'the first frame has to be HELLO'],
    ['a second HELLO', Buffer.concat([hello, hello]), 'a second HELLO'],
    ['an unknown type', Buffer.concat([hello, encodeFrame(0x7f)]), 'unknown frame type'],
    ['an oversized frame', Buffer.concat([hello, oversized]), 'oversized'],
    ['a malformed RESIZE', Buffer.concat([hello, encodeFrame(frameType.resize, 'x')]), 'malformed RESIZE'],
    [
      'a RESIZE to nothing',
      Buffer.concat([hello, encodeFrame(frameType.resize, new Uint8Array(4))]),
      'malformed RESIZE',
    ],
    [
      'a CLOSE_STDIN with a payload',
      Buffer.concat([hello, encodeFrame(frameType.closeStdin, 'x')]),
      'malformed CLOSE_STDIN',
    ],
  ])('by %s is told so and disconnected', async (_what, bytes, reason) => {
    const shim = await waiting();
    const client = await FrameClient.connect(shim.attachPath);
    client.sendRaw(bytes);
    expect((await client.first(frameType.error)).payload.toString()).toContain(reason);
    await client.untilClosed();
    const next = await shim.attach();
    await next.first(frameType.welcome);
  });

  it('may send its frames byte by byte', async () => {
    const shim = await waiting();
    const client = await FrameClient.connect(shim.attachPath);
    const bytes = Buffer.concat([hello, encodeFrame(frameType.stdin, 'go'), encodeFrame(frameType.stdin, '\n')]);
    await shim.start();
    for (const byte of bytes) {
      client.sendRaw(Uint8Array.of(byte));
      await new Promise(setImmediate);
    }
    await client.untilClosed();
    expect(shim.exitFile()).toMatchObject({ exitCode: 7 });
  });
});
