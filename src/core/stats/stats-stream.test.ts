import { expect, test } from 'vitest';
import { cpuStats } from './cpu-rate.ts';
import type { StatsReading, StatsTarget } from './stats-reader.ts';
import { StatsReader } from './stats-reader.ts';
import { expectInterval, statsStream } from './stats-stream.ts';

const target: StatsTarget = { id: 'a', pid: 1, cgroup: '/none' };

test('who looks at about the same time shares a reading; another run does not', () => {
  let now = 1_000_000_000n;
  const reader = new StatsReader([], 1, () => now);
  const first = reader.read(target, 500);
  now += 400_000_000n;
  expect(reader.read(target, 500)).toBe(first);
  expect(reader.read({ ...target, pid: 2 }, 500)).not.toBe(first);
  now += 600_000_000n;
  const second = reader.read(target, 500);
  expect(second).not.toBe(first);
  reader.forget('a');
  expect(reader.read(target, 500)).not.toBe(second);
});

function reading(at: bigint, perCoreUs: readonly number[]): StatsReading {
  const usageUs = perCoreUs.reduce((sum, us) => sum + us, 0);
  const cpu = { usageUs, userUs: 0, systemUs: 0, perCoreUs, periods: 0, throttledPeriods: 0, throttledUs: 0 };
  return { ...new StatsReader([], 1, () => at).read(target, 0), cpu };
}

test('processors are what the counters grew by in the time between', () => {
  const before = reading(1_000_000_000n, [100_000, 0]);
  const now = reading(3_000_000_000n, [2_100_000, 1_000_000]);
  expect(cpuStats(now, undefined).cores).toBeUndefined();
  expect(cpuStats(now, before)).toMatchObject({ cores: 1.5, perCore: [1, 0.5] });
  // Counters that shrank are another run's.
  expect(cpuStats(before, now).cores).toBeUndefined();
  expect(cpuStats({ ...before, at: now.at }, now).cores).toBeUndefined();
});

test('samples come until the abort, and hold what runs then', async () => {
  const running: StatsTarget[] = [target];
  const nowNs = (): bigint => BigInt(Date.now()) * 1_000_000n;
  const abort = new AbortController();
  const source = { reader: new StatsReader([], 1, nowNs), nowNs, targets: () => running };
  const seen: string[][] = [];
  for await (const { containers } of statsStream(source, 100, abort.signal)) {
    seen.push(containers.map(({ containerId }) => containerId));
    if (seen.length === 1) running.push({ ...target, id: 'b' });
    if (seen.length === 2) running.splice(0);
    if (seen.length === 3) abort.abort();
  }
  expect(seen).toEqual([['a'], ['a', 'b'], []]);
});

test('an interval is bounded', () => {
  expect([expectInterval(), expectInterval(100)]).toEqual([1000, 100]);
  for (const intervalMs of [0, 99, Number.NaN, 3_600_001]) {
    expect(() => expectInterval(intervalMs)).toThrow('stats cannot be read every');
  }
});
