import { expect, test } from 'vitest';
import { controllerDirectory } from '../host/cgroups.ts';
import { parseBlockV1, parseBlockV2 } from './block.ts';
import { parseCpuV1, parseCpuV2 } from './cpu.ts';
import { keyed, numberIn } from './kernel-text.ts';
import { parseMemory } from './memory.ts';
import { parseNetwork } from './network.ts';

const GiB = 1024 ** 3;

test('keys are whole words at the beginning of a line', () => {
  const text = 'nr_periods 7\nfile 3\ninactive_file 5\n';
  expect(['nr_periods', 'file', 'inactive_file', 'periods', 'nr'].map((key) => keyed(text, key))).toEqual([
    7, 3, 5, 0, 0,
  ]);
  expect(['max\n', '', '12\n'].map(numberIn)).toEqual([undefined, undefined, 12]);
});

test('processor time of cgroup v2', () => {
  const stat =
    'usage_usec 3000\nuser_usec 1000\nsystem_usec 2000\nnr_periods 10\nnr_throttled 4\nthrottled_usec 70\nnr_bursts 0\n';
  expect(parseCpuV2(stat)).toEqual({
    ...{ usageUs: 3000, userUs: 1000, systemUs: 2000, perCoreUs: [] },
    ...{ periods: 10, throttledPeriods: 4, throttledUs: 70 },
  });
});

test('processor time of cgroup v1 is in ns and ticks', () => {
  expect(
    parseCpuV1('nr_periods 10\nnr_throttled 4\nthrottled_time 70000\n', 'user 3\nsystem 5\n', '1000 500 \n'),
  ).toEqual({
    ...{ usageUs: 1.5, userUs: 30_000, systemUs: 50_000, perCoreUs: [1, 0.5] },
    ...{ periods: 10, throttledPeriods: 4, throttledUs: 70 },
  });
});

test('the working set is what is left when the kernel has dropped what it drops first', () => {
  const v2 = { usage: '100\n', limit: 'max\n', stat: 'anon 40\nfile 50\ninactive_file 30\n', swap: '9\n' };
  expect(parseMemory({ ...v2, events: 'low 0\noom 2\noom_kill 1\n' }, 2, GiB)).toMatchObject({
    ...{ usageBytes: 100, workingSetBytes: 70, limitBytes: GiB, anonymousBytes: 40, fileBytes: 50, swapBytes: 9 },
    oomKills: 1,
  });
  const stat = 'inactive_file 1\nswap 1\ntotal_cache 50\ntotal_rss 40\ntotal_inactive_file 30\ntotal_swap 9\n';
  const v1 = { usage: '100\n', limit: '64\n', stat, swap: '', events: 'under_oom 0\noom_kill 1\n' };
  expect(parseMemory(v1, 1, GiB)).toMatchObject({
    ...{ usageBytes: 100, workingSetBytes: 70, limitBytes: 64, anonymousBytes: 40, fileBytes: 50, swapBytes: 9 },
    oomKills: 1,
  });
  // Without a limit v1 says one that no machine has.
  expect(parseMemory({ ...v1, limit: '9223372036854771712\n' }, 1, GiB).limitBytes).toBe(GiB);
});

test('disks are added up', () => {
  const v2 =
    '8:0 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=5 dios=6\n8:16 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n';
  const sums = { readBytes: 11, writeBytes: 22, reads: 4, writes: 6 };
  expect(parseBlockV2(v2)).toEqual(sums);
  const bytes = '8:0 Read 10\n8:0 Write 20\n8:0 Total 30\n8:16 Read 1\n8:16 Write 2\n8:16 Total 3\nTotal 33\n';
  const operations = '8:0 Read 1\n8:0 Write 2\n8:0 Total 3\n8:16 Read 3\n8:16 Write 4\n8:16 Total 7\nTotal 10\n';
  expect(parseBlockV1(bytes, operations)).toEqual(sums);
});

test('interfaces but the loopback', () => {
  const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     840      10    0    0    0     0          0         0      840      10    0    0    0     0       0          0
  eth0:1234567       8    1    2    0     0          0         0   7654321       9    3    4    0     0       0          0
`;
  expect(parseNetwork(text)).toEqual([
    {
      name: 'eth0',
      ...{ receivedBytes: 1234567, receivedPackets: 8, receiveErrors: 1, receiveDrops: 2 },
      ...{ sentBytes: 7654321, sentPackets: 9, sendErrors: 3, sendDrops: 4 },
    },
  ]);
});

test('a controller is looked for in its own hierarchy, then in the unified one', () => {
  const hybrid = [
    { mountpoint: '/c/memory', version: 1, controllers: ['memory'] },
    { mountpoint: '/c/unified', version: 2, controllers: [] },
  ] as const;
  expect(controllerDirectory(hybrid, 'memory', '/x')).toEqual({ version: 1, directory: '/c/memory/x' });
  expect(controllerDirectory(hybrid, 'pids', '/x')).toEqual({ version: 2, directory: '/c/unified/x' });
  expect(controllerDirectory([], 'pids', '/x')).toBeUndefined();
});
