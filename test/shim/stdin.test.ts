import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FrameClient, frameType } from './frame-client.ts';
import { buildShim, ShimCase } from './shim-case.ts';

beforeAll(buildShim);

async function started(script: string, flags: readonly string[]): Promise<{ shim: ShimCase; client: FrameClient }> {
  const shim = new ShimCase({ script, flags });
  await shim.created();
  const client = await shim.attach();
  await client.first(frameType.welcome);
  await shim.start();
  return { shim, client };
}

const block = Buffer.alloc(60_000, 'input ');

function sendBlocks(client: FrameClient, count: number): string {
  for (let i = 0; i < count; i++) client.send(frameType.stdin, block);
  return execFileSync('md5sum', { input: Buffer.concat(Array(count).fill(block)) })
    .toString()
    .slice(0, 32);
}

describe('stdin', () => {
  it('is /dev/null without --stdin, and what clients send is ignored', async () => {
    const { shim, client } = await started('readlink /proc/self/fd/0; cat; exit 3', []);
    expect((await client.first(frameType.welcome)).payload[1]).toBe(4);
    client.send(frameType.stdin, 'nobody reads this');
    await client.untilClosed();
    expect(client.bytes(frameType.stdout).toString()).toBe('/dev/null\n');
    expect(shim.exitFile()).toMatchObject({ exitCode: 3 });
  });

  it('stays open when a client says it has no more, or leaves', async () => {
    const { shim, client } = await started('read a; read b; echo $a $b', ['--stdin']);
    client.send(frameType.stdin, 'one\n');
    client.send(frameType.closeStdin);
    await client.leaveAfterSending();
    const second = await shim.attach();
    second.send(frameType.stdin, 'two\n');
    await second.untilClosed();
    expect(shim.logged('stdout').toString()).toBe('one two\n');
  });

  it('ends with --stdin-once when a client says so, and not when it leaves', async () => {
    const { shim, client } = await started('cat; exit 6', ['--stdin', '--stdin-once']);
    client.send(frameType.stdin, 'one\n');
    await client.untilText(frameType.stdout, 'one');
    client.leave();
    const second = await shim.attach();
    second.send(frameType.stdin, 'two\n');
    second.send(frameType.closeStdin);
    await second.first(frameType.stdinClosed);
    await second.untilClosed();
    expect(shim.logged('stdout').toString()).toBe('one\ntwo\n');
    expect(shim.exitFile()).toMatchObject({ exitCode: 6 });
  });

  it('holds a large input back until the container takes it, and output goes on meanwhile', async () => {
    const script = 'echo early; read go; seq 1 20000; md5sum';
    const { shim, client } = await started(script, ['--stdin', '--stdin-once']);
    await client.untilText(frameType.stdout, 'early');
    const feeder = await shim.attach(0);
    client.send(frameType.stdin, 'go\n');
    await client.untilText(frameType.stdout, '\n20000\n');
    const sum = sendBlocks(feeder, 100);
    feeder.send(frameType.closeStdin);
    await client.untilClosed();
    expect(client.bytes(frameType.stdout).toString()).toContain(`${sum}  -`);
  });

  it('takes all input of a client that left while the container was busy', async () => {
    const { shim, client } = await started('sleep 0.5; head -c 3000000 | md5sum', ['--stdin']);
    const feeder = await shim.attach(0);
    const sum = sendBlocks(feeder, 50);
    await feeder.leaveAfterSending();
    await client.untilClosed();
    expect(client.bytes(frameType.stdout).toString()).toBe(`${sum}  -\n`);
  });

  it('keeps frames of several clients whole', async () => {
    const { shim, client } = await started('sleep 0.2; head -c 12000000 | tr -s ab | wc -c', ['--stdin']);
    const feeders = await Promise.all([shim.attach(0), shim.attach(0)]);
    for (let i = 0; i < 100; i++) {
      for (const [index, feeder] of feeders.entries()) feeder.send(frameType.stdin, Buffer.alloc(60_000, 'ab'[index]));
    }
    await client.untilClosed();
    // One letter is left of each run; 200 whole frames are at most 200 runs.
    expect(Number(client.bytes(frameType.stdout).toString())).toBeLessThanOrEqual(200);
  });

  it('is announced as closed when the container closes it', async () => {
    const { shim, client } = await started('exec <&-; read x <$0; sleep 0.3; exit 8', ['--stdin']);
    await client.first(frameType.stdinClosed);
    sendBlocks(client, 10);
    const late = await shim.attach(0);
    expect((await late.first(frameType.welcome)).payload[1]).toBe(4);
    await client.untilClosed();
    expect(shim.exitFile()).toMatchObject({ exitCode: 8 });
  });
});
