import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, readlinkSync } from 'node:fs';
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

test('a descriptor of another process is copied, whatever was called before', async () => {
  const syscalls = new Syscalls();
  const child = spawn('sleep', ['100'], { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const handle = syscalls.openProcess(pid) ?? -1;
  for (let round = 0; round < 50; round++) {
    // Leaves other values in the registers that arguments are passed in.
    expect(() => syscalls.mount('x', '/nonexistent', 'tmpfs', 'size=1')).toThrow();
    const copy = syscalls.copyDescriptor(handle, 0) ?? -1;
    expect(readlinkSync(`/proc/self/fd/${copy}`)).toBe(readlinkSync(`/proc/${pid}/fd/0`));
    closeSync(copy);
  }
  closeSync(handle);
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('hundreds of unmounts at a time wait for a thread, and each keeps its own outcome', async () => {
  const syscalls = new Syscalls();
  const tooLong = '/x'.repeat(5000);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 600 }, (_, index) => syscalls.unmount(index % 3 === 0 ? tooLong : '/nonexistent')),
  );
  for (const [index, outcome] of outcomes.entries()) {
    if (index % 3 !== 0) expect(outcome.status).toBe('fulfilled');
    else
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { message: expect.stringContaining('ENAMETOOLONG') },
      });
  }
});
