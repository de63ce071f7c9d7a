import { cpus } from 'node:os';
import { expect, test } from 'vitest';
import { planLimits, planShmSize, planSysctls, planUlimits } from './limits.ts';

test('what is in the bounds is taken', () => {
  const limits = { memoryBytes: 64 * 1024 * 1024, cpus: 0.5, cpuset: `0,0-${cpus().length - 1}`, pids: -1 };
  expect(planLimits(limits)).toBe(limits);
  expect(planUlimits([{ name: 'core', soft: 0, hard: -1 }])).toEqual([
    { type: 'RLIMIT_CORE', soft: 0n, hard: 18_446_744_073_709_551_615n },
  ]);
  expect(planSysctls({ 'net.ipv4.ip_forward': '1', 'kernel.shmmax': '1' })).toHaveProperty(['kernel.shmmax']);
  expect(planShmSize(undefined)).toBe(67_108_864);
});

test.each([
  [{ memoryBytes: 1024 }, 'not enough'],
  [{ memoryBytes: Number.NaN }, 'not enough'],
  [{ cpus: 0 }, 'cannot have 0 processors'],
  [{ cpus: 100_000 }, 'cannot have 100000 processors'],
  [{ cpuset: '0-99999' }, 'no set'],
  [{ cpuset: '1-0' }, 'no set'],
  [{ cpuset: '' }, 'no set'],
  [{ cpuset: '0;1' }, 'no set'],
  [{ pids: 0 }, 'cannot be limited to 0'],
  [{ pids: 1.5 }, 'cannot be limited to 1.5'],
])('%j is refused', (limits, message) => {
  expect(() => planLimits(limits)).toThrow(message);
});

test('limits that the kernel would refuse are refused before', () => {
  expect(() => planUlimits([{ name: 'files', soft: 1, hard: 1 }])).toThrow('no limit "files"');
  expect(() => planUlimits([{ name: 'nproc', soft: 2, hard: 1 }])).toThrow('above the hard one');
  expect(() => planUlimits([{ name: 'nproc', soft: -1, hard: 1 }])).toThrow('above the hard one');
  expect(() => planUlimits([{ name: 'nproc', soft: -2, hard: 1 }])).toThrow('no value');
  expect(() => planUlimits([{ name: 'nofile', soft: 1, hard: -1 }])).toThrow('no process of this machine');
  expect(() => planShmSize(0)).toThrow('/dev/shm');
});

test.each(['kernel.panic', 'vm.swappiness', 'net.', 'net.ipv4/../../kernel/panic', 'fs.file-max'])(
  'a sysctl of the host is refused: %s',
  (key) => {
    expect(() => planSysctls({ [key]: '1' })).toThrow('not a kernel parameter');
  },
);
