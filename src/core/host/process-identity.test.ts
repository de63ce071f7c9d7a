import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identifyProcess, isProcessAlive } from './process-identity.ts';

test('a process is alive under its identity, and only under that', () => {
  const self = identifyProcess(process.pid);
  if (self === undefined) throw new Error('this process has no identity');
  expect(isProcessAlive(self)).toBe(true);
  expect(isProcessAlive({ ...self, startTime: '1' })).toBe(false);
  expect(isProcessAlive({ ...self, bootId: 'another boot' })).toBe(false);
});

test('a process that ended is gone', async () => {
  const child = spawn('sleep', ['100']);
  await once(child, 'spawn');
  const identity = identifyProcess(child.pid ?? 0);
  if (identity === undefined) throw new Error('the child has no identity');
  expect(isProcessAlive(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isProcessAlive(identity)).toBe(false);
});
