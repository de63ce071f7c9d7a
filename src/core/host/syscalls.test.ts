import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { Syscalls } from './syscalls.ts';

test('the end of a process is announced once', async () => {
  const child = spawn('sleep', ['100']);
  await once(child, 'spawn');
  let count = 0;
  const ended = new Promise<void>((resolve) => {
    const watch = new Syscalls().watchProcessEnd(child.pid ?? 0, () => {
      count += 1;
      resolve();
    });
    expect(watch).toBeDefined();
  });
  child.kill('SIGKILL');
  await Promise.all([ended, once(child, 'exit')]);
  expect(count).toBe(1);
});

test('a process that is gone cannot be watched', async () => {
  const child = spawn('true');
  await once(child, 'exit');
  expect(new Syscalls().watchProcessEnd(child.pid ?? 0, () => undefined)).toBeUndefined();
});

test('a refused mount says why, and unmounting what is not mounted is no error', async () => {
  const syscalls = new Syscalls();
  expect(() => syscalls.mount('x', '/nonexistent', 'tmpfs', '')).toThrow(
    'cannot mount tmpfs on /nonexistent: no such file or directory',
  );
  await syscalls.unmount('/nonexistent');
  await syscalls.unmount('/proc/self/fd');
});
