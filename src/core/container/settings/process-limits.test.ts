import { expect, test } from 'vitest';
import { planShmSize, planSysctls, planUlimits } from './process-limits.ts';

test('what is in the bounds is taken', () => {
  expect(planUlimits([{ name: 'core', soft: 0, hard: -1 }])).toEqual([
    { type: 'RLIMIT_CORE', soft: 0n, hard: 18_446_744_073_709_551_615n },
  ]);
  expect(planSysctls({ 'net.ipv4.ip_forward': '1', 'kernel.shmmax': '1' })).toHaveProperty(['kernel.shmmax']);
  expect(planShmSize(undefined)).toBe(67_108_864);
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
