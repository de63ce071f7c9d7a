import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Conman, conmanctl, run } from './conman.ts';

const awkward = ['a b', `"double" 'single'`, 'line\nbreak', '', 'ünï 漢字 👍', '$HOME `x` \\', '*', '--flag', '-x'];

describe('run', () => {
  test('gives output, errors and status of the command, and removes it', async () => {
    await using conman = await Conman.start();
    const script = 'echo out; echo err >&2; exit 7';
    const outcome = await conman.ctl(['run', '--rm', conman.rootfs, 'sh', '-c', script]);
    expect(outcome).toEqual({ status: 7, stdout: 'out\n', stderr: 'err\n' });
    expect(await conman.ask('ps')).toEqual({ containers: [] });
  });

  test('loses nothing of a container that writes faster than we do, into a file or a pipe', async () => {
    await using conman = await Conman.start();
    const words = ['run', '--rm', conman.rootfs, 'sh', '-c', 'seq 1 700000; printf end'];
    const expected = `${Array.from({ length: 700_000 }, (_, index) => `${index + 1}\n`).join('')}end`;
    const piped = await conman.ctl(words);
    expect(piped.status).toBe(0);
    expect(piped.stdout === expected).toBe(true);
    const file = join(conman.root, 'output');
    const command = `'${conmanctl}' -H '${conman.socket}' "$@" >'${file}'`;
    expect(await run(['sh', '-c', command, 'sh', ...words])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8') === expected).toBe(true);
  });

  test('passes arguments as they are', async () => {
    await using conman = await Conman.start();
    const outcome = await conman.ctl(['run', '--rm', conman.rootfs, 'printf', '[%s]', ...awkward]);
    expect(outcome).toEqual({ status: 0, stdout: awkward.map((word) => `[${word}]`).join(''), stderr: '' });
  });

  test('takes input to its end, and binary output unchanged', async () => {
    await using conman = await Conman.start();
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`).join('');
    const outcome = await conman.ctl(['run', '--rm', '-i', conman.rootfs, 'cat'], { input: lines });
    expect(outcome).toEqual({ status: 0, stdout: lines, stderr: '' });
  });

  test('sets variables, directory, host name, read-only root', async () => {
    await using conman = await Conman.start();
    const flags = ['-e', 'GREETING=hello world', '-w', '/tmp', '--hostname', 'box', '-R'];
    const script = 'echo "$GREETING"; pwd; cat /proc/sys/kernel/hostname; echo x 2>/dev/null >/file || echo refused';
    const outcome = await conman.ctl(['run', '--rm', ...flags, conman.rootfs, 'sh', '-c', script]);
    expect(outcome.stdout).toBe('hello world\n/tmp\nbox\nrefused\n');
  });

  test('passes SIGTERM on', async () => {
    await using conman = await Conman.start();
    const script = 'trap "echo bye; exit 5" TERM; echo ready; while :; do sleep 0.1; done';
    const client = conman.spawn(['run', '--rm', conman.rootfs, 'sh', '-c', script]);
    let said = '';
    const ready = new Promise<void>((done) => {
      client.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('ready')) done();
      });
    });
    await ready;
    client.kill('SIGTERM');
    const [status] = await once(client, 'close');
    expect({ status, said }).toEqual({ status: 5, said: 'ready\nbye\n' });
  });
});

describe('exec', () => {
  test('gives output, errors and status of the command', async () => {
    await using conman = await Conman.start();
    await conman.ask('run', '-d', '--name', 'web', conman.rootfs, 'sleep', '100');
    const outcome = await conman.ctl(['exec', 'web', '--', 'sh', '-c', 'echo out; echo err >&2; exit 42']);
    expect(outcome).toEqual({ status: 42, stdout: 'out\n', stderr: 'err\n' });
    const words = await conman.ctl(['exec', 'web', 'printf', '[%s]', ...awkward]);
    expect(words.stdout).toBe(awkward.map((word) => `[${word}]`).join(''));
    const input = await conman.ctl(['exec', '-i', 'web', 'cat'], { input: 'hello\n' });
    expect(input).toEqual({ status: 0, stdout: 'hello\n', stderr: '' });
    const place = await conman.ctl(['exec', '-e', 'A=1 2', '-w', '/tmp', 'web', 'sh', '-c', 'echo "$A"; pwd']);
    expect(place.stdout).toBe('1 2\n/tmp\n');
  });

  test('says what is wrong with 125 when there is nothing to run', async () => {
    await using conman = await Conman.start();
    await conman.ask('create', '-I', conman.rootfs, 'idle', '--', 'sleep', '100');
    const outcome = await conman.ctl(['exec', 'idle', 'true']);
    expect(outcome).toMatchObject({ status: 125, stdout: '' });
    expect(outcome.stderr).toMatch(/^conmanctl: [^\n]+\n$/);
  });
});

test('no command to run is told by 127, one that cannot run by 126, everything else by 125', async () => {
  await using conman = await Conman.start();
  await conman.ask('create', '-I', conman.rootfs, 'web', '--', 'sleep', '100');
  await conman.ask('start', 'web');
  const { status } = await conman.ctl(['exec', 'web', 'sh', '-c', 'echo > /tmp/data']);
  expect(status).toBe(0);
  for (const [words, expected] of [
    [['exec', 'web', 'nothing'], 127],
    [['exec', 'web', '/tmp/nothing'], 127],
    [['exec', '-e', 'PATH=/tmp', 'web', 'data'], 126],
    [['exec', 'web', '/tmp'], 126],
    [['exec', 'nobody', 'true'], 125],
    [['run', '--rm', conman.rootfs, 'nothing'], 127],
    [['run', '--rm', conman.rootfs, '/etc'], 126],
    [['run', '--rm', '--cpus', '5000', conman.rootfs, 'true'], 125],
  ] as const) {
    const outcome = await conman.ctl(words);
    expect(outcome.stderr, words.join(' ')).toMatch(/^conmanctl: [^\n]+\n$/);
    expect(outcome.status, words.join(' ')).toBe(expected);
  }
});

describe('logs', () => {
  test('as they were written: all, the last lines, since, with times', async () => {
    await using conman = await Conman.start();
    const script = 'echo one; echo two >&2; printf three; sleep 0.1; echo " and more"';
    await conman.ctl(['run', '--name', 'web', conman.rootfs, 'sh', '-c', script]);
    expect(await conman.ctl(['logs', 'web'])).toEqual({ status: 0, stdout: 'one\nthree and more\n', stderr: 'two\n' });
    expect((await conman.ctl(['logs', '--tail', '1', 'web'])).stdout).toBe('three and more\n');
    expect((await conman.ctl(['logs', '--since', '1h', 'web'])).stdout).toBe('one\nthree and more\n');
    expect((await conman.ctl(['logs', '--since', '2999-01-01T00:00:00Z', 'web'])).stdout).toBe('');
    expect((await conman.ctl(['logs', '-t', 'web'])).stdout).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\S+ one\n\S+ three and more\n$/,
    );
  });

  test('up to a moment', async () => {
    await using conman = await Conman.start();
    await conman.ctl(['run', '--name', 'web', conman.rootfs, 'sh', '-c', 'echo one; sleep 0.1; echo two']);
    const [, second = ''] = (await conman.ctl(['logs', '-t', 'web'])).stdout.split('\n');
    const moment = second.split(' ')[0] ?? '';
    expect((await conman.ctl(['logs', '--until', moment, 'web'])).stdout).toBe('one\ntwo\n');
    const before = new Date(Date.parse(moment) - 50).toISOString();
    expect((await conman.ctl(['logs', '--until', before, 'web'])).stdout).toBe('one\n');
    expect((await conman.ctl(['logs', '--tail', '1', '--until', before, 'web'])).stdout).toBe('one\n');
  });

  test('-f misses nothing of what is written at the very end', async () => {
    await using conman = await Conman.start();
    await conman.ask('run', '-d', '--name', 'web', conman.rootfs, 'seq', '300000');
    const { status, stdout } = await conman.ctl(['logs', '-f', 'web']);
    expect({ status, lines: stdout.split('\n').length, end: stdout.slice(-7) }).toEqual({
      ...{ status: 0, lines: 300_001, end: '300000\n' },
    });
  });

  test('-f goes on until the container ends', async () => {
    await using conman = await Conman.start();
    const script = 'for i in 1 2 3 4 5; do echo $i; sleep 0.1; done; echo last';
    await conman.ask('run', '-d', '--name', 'web', conman.rootfs, 'sh', '-c', script);
    expect(await conman.ctl(['logs', '-f', 'web'])).toEqual({ status: 0, stdout: '1\n2\n3\n4\n5\nlast\n', stderr: '' });
  });

  test('a reader that has seen enough ends it quietly', async () => {
    await using conman = await Conman.start();
    await conman.ctl(['run', '--name', 'web', conman.rootfs, 'seq', '200000']);
    const pipe = `set -o pipefail; '${conmanctl}' -H '${conman.socket}' logs web | head -n 1`;
    expect(await run(['bash', '-c', pipe])).toEqual({ status: 0, stdout: '1\n', stderr: '' });
  });
});

test('events are lines of JSON as things happen', async () => {
  await using conman = await Conman.start();
  const client = conman.spawn(['events', '--snapshot']);
  const lines: string[] = [];
  const sawRemoval = new Promise<void>((done) => {
    let rest = '';
    client.stdout?.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      if (lines.some((line) => line.includes('"container":{"type":"removed"'))) done();
    });
  });
  while (lines.length === 0) await once(client.stdout as NodeJS.ReadableStream, 'data');
  await conman.ctl(['run', '--rm', '--name', 'web', conman.rootfs, 'true']);
  await sawRemoval;
  client.kill('SIGINT');
  await once(client, 'close');
  const [snapshot, ...events] = lines.map((line) => JSON.parse(line));
  expect(snapshot).toMatchObject({ snapshot: { containers: [], execs: [] } });
  // Sessions and networks have events too.
  const changes = events.flatMap(({ container }) => container ?? []);
  const types = changes.map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(['created', 'started', 'exited', 'removed']));
  expect(changes.at(-1).container).toMatchObject({
    name: 'web',
    state: 'EXITED',
    exit: { reason: 'exited', code: 0 },
  });
});
