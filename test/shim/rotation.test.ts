import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { joinLog, parseLog } from './cri-log.ts';
import { frameType } from './frame-client.ts';
import { buildShim, makeDir, ShimCase } from './shim-case.ts';

beforeAll(buildShim);

const limits = (size: number, files: number) => ['--log-max-size', `${size}`, '--log-max-files', `${files}`];

/** The log's files from the oldest to the newest. */
function logFiles(dir: string): string[] {
  const names = readdirSync(dir).filter((name) => /^log(\.\d+)?$/.test(name));
  return names.toSorted((a, b) => Number(b.split('.')[1] ?? 0) - Number(a.split('.')[1] ?? 0));
}

function written(dir: string): string {
  const records = logFiles(dir).flatMap((name) => parseLog(readFileSync(join(dir, name))));
  return joinLog(records.filter(({ stream }) => stream === 'stdout')).toString();
}

describe('a log that is rotated', () => {
  it('has every byte in files within the size, each of whole records', async () => {
    const shim = new ShimCase({ script: 'seq 1 20000', flags: limits(100_000, 100) });
    await shim.created();
    expect(await shim.finished()).toMatchObject({ exitCode: 0, logBytesLost: 0 });
    const files = logFiles(shim.dir);
    expect(files.length).toBeGreaterThan(8);
    for (const name of files) {
      expect(statSync(shim.path(name)).size).toBeLessThanOrEqual(100_000);
      expect(readFileSync(shim.path(name)).at(-1)).toBe(10);
    }
    expect(written(shim.dir)).toBe(Array.from({ length: 20_000 }, (_, i) => `${i + 1}\n`).join(''));
  });

  it.each([1, 2, 3])('consists of %i files at most, the newest output in them', async (files) => {
    const shim = new ShimCase({ script: 'seq 1 20000', flags: limits(50_000, files) });
    await shim.created();
    await shim.finished();
    expect(logFiles(shim.dir)).toHaveLength(files);
    expect(existsSync(shim.path('log.next'))).toBe(false);
    const lines = written(shim.dir).split('\n').slice(0, -1).map(Number);
    expect(lines.at(-1)).toBe(20_000);
    expect(lines.every((line, i) => i === 0 || line === (lines[i - 1] ?? 0) + 1)).toBe(true);
  });

  it('splits a line that is longer than a file, and joins it again', async () => {
    const dir = makeDir();
    writeFileSync(`${dir}/line`, `${'x'.repeat(30_000)}\nend\n`);
    const shim = new ShimCase({ script: `cat ${dir}/line`, flags: limits(4096, 50) });
    await shim.created();
    await shim.finished();
    for (const name of logFiles(shim.dir)) expect(statSync(shim.path(name)).size).toBeLessThanOrEqual(4096);
    expect(written(shim.dir)).toBe(readFileSync(`${dir}/line`, 'utf8'));
  });

  it('grows beyond its size rather than lose anything, when there can be no next file', async () => {
    const shim = new ShimCase({ script: 'seq 1 2000', flags: limits(4096, 3) });
    await shim.created();
    mkdirSync(shim.path('log.next'));
    expect(await shim.finished()).toMatchObject({ logBytesLost: 0 });
    expect(logFiles(shim.dir)).toEqual(['log']);
    expect(written(shim.dir)).toMatch(/^1\n2\n.*\n2000\n$/s);
  });

  it('begins from its real size when somebody empties it', async () => {
    const script = 'seq 1 150; read x; seq 1 150';
    const shim = new ShimCase({ script, flags: ['--stdin', ...limits(10_000, 3)] });
    await shim.created();
    const client = await shim.attach();
    await shim.start();
    await client.untilText(frameType.stdout, '\n150\n');
    await expect.poll(() => statSync(shim.path('log')).size).toBeGreaterThan(6000);
    writeFileSync(shim.path('log'), '');
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(logFiles(shim.dir)).toEqual(['log']);
  });
});

describe('REOPEN_LOG', () => {
  it('has the shim go on in a new file once somebody has moved the old one away', async () => {
    const shim = new ShimCase({ script: 'echo old; read x; echo new', flags: ['--stdin'] });
    await shim.created();
    const client = await shim.attach();
    await shim.start();
    await client.untilText(frameType.stdout, 'old');
    await expect.poll(() => statSync(shim.path('log')).size).toBeGreaterThan(0);
    renameSync(shim.path('log'), shim.path('moved'));
    client.send(frameType.reopenLog);
    expect((await client.first(frameType.logReopened)).payload.readUInt32BE(0)).toBe(0);
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(readFileSync(shim.path('moved'), 'latin1')).toMatch(/ F old\n$/);
    expect(shim.logged('stdout').toString()).toBe('new\n');
  });

  it('keeps the file there is when it cannot open another, and says why', async () => {
    const shim = new ShimCase({ script: 'echo old; read x; echo new', flags: ['--stdin'] });
    await shim.created();
    const client = await shim.attach();
    await shim.start();
    await client.untilText(frameType.stdout, 'old');
    await expect.poll(() => statSync(shim.path('log')).size).toBeGreaterThan(0);
    renameSync(shim.path('log'), shim.path('moved'));
    mkdirSync(shim.path('log'));
    client.send(frameType.reopenLog);
    // EISDIR
    expect((await client.first(frameType.logReopened)).payload.readUInt32BE(0)).toBe(21);
    client.send(frameType.stdin, '\n');
    await client.untilClosed();
    expect(readFileSync(shim.path('moved'), 'latin1')).toMatch(/ F old\n.* F new\n$/);
  });
});
