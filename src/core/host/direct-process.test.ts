import { closeSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DirectProcesses, reportDescriptor } from './direct-process.ts';

const processes = new DirectProcesses();
const surroundings = { timeoutMs: 10_000, env: { PATH: '/usr/bin:/bin', A: 'b c' } };
const sh = (script: string, options = {}) => processes.run('/bin/sh', ['-c', script], { ...surroundings, ...options });

test('a program has its arguments, environment, directory and input, and says what it says', async () => {
  const script = 'echo "$0|$1|$A"; pwd; cat; echo problem >&2; exit 7';
  const result = await processes.run('/bin/sh', ['-c', script, 'zero', 'a  "b'], { ...surroundings, input: 'typed ü' });
  expect(result).toEqual({ exitCode: 7, timedOut: false, stdout: 'zero|a  "b|b c\n/\ntyped ü', stderr: 'problem\n' });
});

test('without input there is none', async () => {
  expect((await sh('cat')).stdout).toBe('');
});

test('a signal is no exit code; what takes too long is killed', async () => {
  expect(await sh('kill -9 $$')).toMatchObject({ exitCode: undefined, timedOut: false });
  expect(await sh('exec sleep 1000', { timeoutMs: 50 })).toMatchObject({ exitCode: undefined, timedOut: true });
});

test('a program that is not there is an error that names it', async () => {
  await expect(processes.run('/nope/runc', [], surroundings)).rejects.toMatchObject({
    code: 'not-found',
    message: 'cannot run /nope/runc: no such file or directory',
  });
});

test('it inherits nothing: no file of ours, no ignored signal, no variable', async () => {
  const ours = openSync('/etc/hostname', 'r');
  const { stdout } = await sh('readlink /proc/$$/fd/*; grep -E "Sig(Ign|Blk)" /proc/self/status; env');
  closeSync(ours);
  const lines = stdout.trim().split('\n');
  expect(lines).not.toContain('/etc/hostname');
  // Its stdout and stderr, and no copies of them.
  expect(lines.filter((line) => line.startsWith('/memfd:'))).toHaveLength(2);
  expect(lines).toEqual(expect.arrayContaining(['SigBlk:\t0000000000000000', 'SigIgn:\t0000000000000000', 'A=b c']));
  expect(lines.some((line) => line.startsWith('HOME='))).toBe(false);
});

test('a report is whole when its last writer has closed it, and later descriptors are handed on', async () => {
  const script = `( sleep 0.1; echo late >&${reportDescriptor} ) & echo early >&${reportDescriptor}; echo $(readlink /proc/$$/fd/4) >&2`;
  const report = await processes.runDetaching('/bin/bash', ['-c', script], surroundings, [1]);
  expect(report).toMatchObject({ report: 'early\nlate\n', exitCode: 0, timedOut: false });
  expect(report.stderr.trim()).toBe(readlinkSync('/proc/self/fd/1'));
});

test('who keeps the report open for too long is not waited for', async () => {
  const report = await processes.runDetaching(
    '/bin/sh',
    ['-c', 'echo x >&3; exec sleep 1000'],
    { ...surroundings, timeoutMs: 100 },
    [],
  );
  expect(report).toMatchObject({ report: 'x\n', timedOut: true });
});

test('no descriptor and no zombie stays', async () => {
  await sh('true');
  const before = readdirSync('/proc/self/fd').length;
  await Promise.all(Array.from({ length: 20 }, () => sh('echo x')));
  await processes.runDetaching('/bin/true', [], surroundings, []);
  await expect(processes.runDetaching('/nope', [], surroundings, [])).rejects.toThrow('/nope');
  await new Promise(setImmediate);
  expect(readdirSync('/proc/self/fd').length).toBe(before);
});
