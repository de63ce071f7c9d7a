import { cpus } from 'node:os';
import { expect, test } from 'vitest';
import type { ResourceLimits } from '../../api/settings.ts';
import { planLimits } from './limits.ts';

const MiB = 1024 * 1024;
/** A unified host, of which nothing can be said from outside a cgroup. */
const unified = [{ mountpoint: '/none', version: 2, controllers: [] }] as const;

test('what is in the bounds is taken', async () => {
  const limits: ResourceLimits = {
    ...{ memoryBytes: 64 * MiB, memoryReservationBytes: 32 * MiB, memorySwapBytes: 64 * MiB },
    ...{ cpus: 0.5, cpuShares: 2, cpuset: `0,0-${cpus().length - 1}`, cpusetMems: '0', pids: -1, blkioWeight: 10 },
  };
  expect(await planLimits(limits, unified)).toEqual(limits);
  const unlimited = { memoryBytes: -1, memorySwapBytes: -1, memoryReservationBytes: -1, cpus: -1 };
  expect(await planLimits(unlimited, unified)).toEqual(unlimited);
});

test.each<[ResourceLimits, string]>([
  [{ memoryBytes: 1024 }, 'not enough'],
  [{ memoryBytes: Number.NaN }, 'not enough'],
  [{ memoryReservationBytes: 1 }, 'not enough'],
  [{ memoryBytes: 8 * MiB, memoryReservationBytes: 9 * MiB }, 'more memory is reserved'],
  [{ memorySwapBytes: 8 * MiB }, 'needs one of memory'],
  [{ memoryBytes: 8 * MiB, memorySwapBytes: 7 * MiB }, 'cannot be 7340032 bytes'],
  [{ cpus: 0 }, 'cannot have 0 processors'],
  [{ cpus: 100_000 }, 'cannot have 100000 processors'],
  [{ cpuShares: 1 }, 'no part of a processor'],
  [{ cpuset: '0-99999' }, 'no set'],
  [{ cpuset: '1-0' }, 'no set'],
  [{ cpuset: '' }, 'no set'],
  [{ cpuset: '0;1' }, 'no set'],
  [{ cpusetMems: 'x' }, 'no set'],
  [{ pids: 0 }, 'cannot be limited to 0'],
  [{ pids: 1.5 }, 'cannot be limited to 1.5'],
  [{ blkioWeight: 5 }, 'no weight'],
  [{ deviceRates: [{ device: '/dev/null', kind: 'read-bps', rate: 1 }] }, 'no block device'],
  [{ deviceRates: [{ device: 'sda', kind: 'read-bps', rate: 1 }] }, 'no block device'],
  [{ deviceRates: [{ device: '/dev/sda', kind: 'read-bps', rate: -1 }] }, 'no rate'],
])('%j is refused', async (limits, message) => {
  await expect(planLimits(limits, unified)).rejects.toThrow(message);
});

test('what this kernel has no limit for is refused with what would help', async () => {
  const bare = ['memory', 'blkio'].map((name) => ({ mountpoint: '/none', version: 1, controllers: [name] }) as const);
  const swap = planLimits({ memoryBytes: 8 * MiB, memorySwapBytes: 8 * MiB }, bare);
  await expect(swap).rejects.toMatchObject({ hint: 'Boot it with swapaccount=1.' });
  await expect(planLimits({ blkioWeight: 100 }, bare)).rejects.toThrow('no weights for disks');
});
