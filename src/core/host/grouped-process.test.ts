import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GroupedProcesses } from './grouped-process.ts';

const processes = new GroupedProcesses();

async function run(script: string, options: Partial<Parameters<GroupedProcesses['run']>[1]> = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'cg-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, 'program');
  writeFileSync(file, `#!/bin/sh\nhere=${directory}\n${script}\n`, { mode: 0o755 });
  const surroundings = { timeoutMs: 10_000, maxOutputBytes: 1000, input: 'typed', env: { A: 'b c' } };
  return { directory, result: await processes.run(file, { ...surroundings, ...options }) };
}

test('a program has its input and environment, and says what it says', async () => {
  const { result } = await run('cat; echo " $A"; echo problem >/dev/stderr; exit 7');
  expect(result).toEqual({
    ...{ exitCode: 7, timedOut: false, overflowed: false },
    ...{ stdout: 'typed b c\n', stderr: 'problem\n' },
  });
});

test('what writes too much is killed, and what it wrote until then is kept', async () => {
  const { result } = await run('exec yes');
  expect(result).toMatchObject({ exitCode: undefined, timedOut: false, overflowed: true });
  expect(result.stdout).toBe('y\n'.repeat(500));
});

test('what takes too long is killed with all that it started; who has left its group is not waited for', async () => {
  const { result, directory } = await run('sleep 1000 & echo $! >$here/child; setsid sleep 3 & wait', {
    timeoutMs: 500,
  });
  expect(result).toMatchObject({ exitCode: undefined, timedOut: true });
  const child = (await readFile(join(directory, 'child'), 'utf8')).trim();
  // It is dead, though perhaps nobody has looked after it yet.
  await expect.poll(() => readFile(`/proc/${child}/status`, 'utf8').catch(() => 'State:\tZ')).toContain('State:\tZ');
});
