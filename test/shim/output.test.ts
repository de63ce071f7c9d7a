import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { frameType } from './frame-client.ts';
import { buildShim, makeDir, ShimCase } from './shim-case.ts';

beforeAll(buildShim);

/** A file system that is full after that many kB; the files in it are gone with it. */
function smallDisk(kilobytes: number): string {
  const dir = `${makeDir()}/disk`;
  mkdirSync(dir);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', dir]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', dir]);
  });
  return dir;
}

describe('the log', () => {
  it('has every byte of 100,000 lines, in order, in both streams', async () => {
    const script = 'seq 1 100000 & seq 100001 200000 >&2; wait';
    const shim = new ShimCase({ script });
    await shim.created();
    expect(await shim.finished()).toMatchObject({ exitCode: 0, logBytesLost: 0 });
    const lines = (first: number) => Array.from({ length: 100_000 }, (_, i) => `${first + i}\n`).join('');
    expect(shim.logged('stdout').toString() === lines(1)).toBe(true);
    expect(shim.logged('stderr').toString() === lines(100_001)).toBe(true);
    const stamps = shim.log().map((record) => record.at);
    expect(stamps.every((at, i) => i === 0 || at >= (stamps[i - 1] ?? ''))).toBe(true);
  });

  it('marks the parts of a line that comes in pieces, and of one that never ends', async () => {
    const shim = new ShimCase({ script: 'printf one; read x; echo two; printf three', flags: ['--stdin'] });
    await shim.created();
    const client = await shim.attach();
    await shim.start();
    await client.untilText(frameType.stdout, 'one');
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    const parts = shim.log().map(({ tag, text }) => `${tag} ${text}`);
    expect(parts.slice(0, 2)).toEqual(['P one', 'F two']);
    expect(parts.at(-1)).toBe('P three');
  });

  it('keeps bytes that are no text, and lines longer than any buffer', async () => {
    const bytes = Buffer.alloc(900_000, 'long ');
    for (let byte = 0; byte < 256; byte++) bytes[700_000 + byte] = byte;
    const dir = makeDir();
    writeFileSync(`${dir}/bytes`, bytes);
    const shim = new ShimCase({ script: `cat ${dir}/bytes` });
    await shim.created();
    const client = await shim.attach();
    await Promise.all([shim.finished(), client.untilClosed()]);
    expect(shim.logged('stdout').equals(bytes)).toBe(true);
    expect(client.bytes(frameType.stdout).equals(bytes)).toBe(true);
  });

  it('on a full disk neither blocks the container nor tears a record; the loss is counted and marked', async () => {
    const disk = smallDisk(256);
    const log = `${disk}/log`;
    const filler = `${disk}/filler`;
    writeFileSync(filler, Buffer.alloc(128 * 1024));
    const script = 'seq 1 100000; echo written >&2; read x; echo afterwards';
    const shim = new ShimCase({ script, flags: ['--stdin', '--container-logfile', log] });
    await shim.created();
    const client = await shim.attach();
    await shim.start();
    await client.untilText(frameType.stdout, '\n100000\n');
    await client.untilText(frameType.stderr, 'written');
    const announced = () =>
      client.frames
        .filter((frame) => frame.type === frameType.logLoss)
        .at(-1)
        ?.payload.readBigUInt64BE();
    await client.until(() => (announced() ?? 0n) > 0n);
    const late = await shim.attach(0);
    expect((await late.first(frameType.welcome)).payload.readBigUInt64BE(6)).toBeGreaterThan(0n);

    rmSync(filler);
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    const { logBytesLost } = shim.exitFile();
    expect(announced()).toBe(BigInt(Number(logBytesLost)));
    execFileSync('cp', [log, shim.path('log')]);
    const records = shim.log();
    const markers = records.filter(({ text }) => text.includes('conman-shim:')).map(({ text }) => String(text));
    expect(markers).toEqual([`conman-shim: ${logBytesLost} bytes of output were lost: No space left on device`]);
    expect(String(records.at(-1)?.text)).toBe('afterwards');
    const kept = records.filter(({ stream, text }) => stream === 'stdout' || text.includes('written'));
    const keptBytes = kept.reduce((sum, { text, tag }) => sum + text.length + (tag === 'F' ? 1 : 0), 0);
    expect(keptBytes + Number(logBytesLost)).toBe(588_895 + 'written\n'.length + 'afterwards\n'.length);
  });

  it('is not written through a sparse end when somebody empties it', async () => {
    const shim = new ShimCase({ script: 'echo before; read x; echo after', flags: ['--stdin'] });
    await shim.created();
    const client = await shim.attach();
    await shim.start();
    await client.untilText(frameType.stdout, 'before');
    await expect.poll(() => statSync(shim.path('log')).size).toBeGreaterThan(0);
    writeFileSync(shim.path('log'), '');
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(readFileSync(shim.path('log'), 'latin1')).toMatch(/^\d{4}.* stdout F after\n$/);
  });
});

describe('a terminal', () => {
  it('has its size before it is reported, and when a client changes it', async () => {
    const script = 'stty size; while read x; do stty size; test "$x" = end && exit 9; done';
    const shim = new ShimCase({ script, flags: ['--tty', '--stdin', '--console-size', '91x33'] });
    await shim.created();
    const client = await shim.attach();
    expect((await client.first(frameType.welcome)).payload[1]).toBe(7);
    await shim.start();
    await client.untilText(frameType.stdout, '33 91');
    client.send(frameType.resize, Uint8Array.of(0, 200, 0, 50));
    client.send(frameType.stdin, 'end\n');
    await client.untilClosed();
    expect(client.bytes(frameType.stdout).toString()).toContain('50 200');
    expect([...(await client.first(frameType.exit)).payload]).toEqual([0, 9]);
    expect(shim.logged('stderr').length).toBe(0);
  });

  it('comes from the runtime only: other messages on its socket are passed over', async () => {
    const shim = new ShimCase({ script: 'tty', flags: ['--tty'], runtimeArgs: ['--console-noise'] });
    await shim.created();
    expect(await shim.finished()).toMatchObject({ exitCode: 0 });
    expect(shim.logged('stdout').toString()).toMatch(/^\/dev\/pts\//);
  });

  it('that nobody has open for a while does not end the output, nor cost CPU', async () => {
    const script =
      'trap "" HUP; terminal=$(tty); exec <&- >&- 2>&-; sleep 0.5; echo back >$terminal; sleep 0.1; exit 4';
    const shim = new ShimCase({ script, flags: ['--tty'] });
    await shim.created();
    const client = await shim.attach();
    const before = shim.cpuTicks();
    await shim.start();
    await client.untilText(frameType.stdout, 'back');
    // A shim that span would have used most of the 50 ticks of that half second.
    expect(shim.cpuTicks() - before).toBeLessThan(10);
    expect([...(await client.first(frameType.exit)).payload]).toEqual([0, 4]);
    expect(shim.logged('stdout').toString()).toBe('back\r\n');
  });

  it('gives all that was written to it in a burst, to the last byte before it was closed', async () => {
    const script =
      'trap "" HUP; stty -opost; terminal=$(tty); seq 1 200000; exec <&- >&- 2>&-; sleep 0.3; echo end >$terminal';
    const shim = new ShimCase({ script, flags: ['--tty'] });
    await shim.created();
    expect(await shim.finished()).toMatchObject({ exitCode: 0 });
    const lines = shim.logged('stdout').toString().split('\n');
    expect(lines.slice(0, -2)).toEqual(Array.from({ length: 200_000 }, (_, i) => `${i + 1}`));
    expect(lines.slice(-2)).toEqual(['end', '']);
  });

  it('gives back a large paste that is echoed, without losing a byte', async () => {
    const script = 'stty raw -echo; echo ready; head -c 1000000 | md5sum';
    const shim = new ShimCase({ script, flags: ['--tty', '--stdin'] });
    await shim.created();
    const client = await shim.attach();
    await shim.start();
    await client.untilText(frameType.stdout, 'ready');
    for (let i = 0; i < 20; i++) client.send(frameType.stdin, Buffer.alloc(50_000, 'paste '));
    await client.untilClosed();
    const expected = execFileSync('md5sum', { input: Buffer.concat(Array(20).fill(Buffer.alloc(50_000, 'paste '))) });
    expect(client.bytes(frameType.stdout).toString()).toContain(expected.toString().slice(0, 32));
  });
});
