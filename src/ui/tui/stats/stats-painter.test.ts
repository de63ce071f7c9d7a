import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { ContainerStats } from '../../../core/api/index.ts';
import { graphRows } from './graph.ts';
import { historyLength, StatsHistory } from './stats-history.ts';
import { StatsPainter } from './stats-painter.ts';

function sample(second: number, over: Partial<ContainerStats> = {}): ContainerStats {
  return {
    containerId: 'a',
    at: BigInt(second) * 1_000_000_000n,
    cpu: {
      usageUs: 0,
      userUs: 0,
      systemUs: 0,
      perCoreUs: [],
      cores: 0.5,
      periods: 0,
      throttledPeriods: 0,
      throttledUs: 0,
    },
    memory: {
      ...{ usageBytes: 0, workingSetBytes: 50_000_000, limitBytes: 100_000_000, anonymousBytes: 0, fileBytes: 0 },
      ...{ swapBytes: 0, majorFaults: 0, oomKills: 0 },
    },
    pids: { current: 3 },
    block: { readBytes: second * 2_000, writeBytes: 0, reads: 0, writes: 0 },
    network: [],
    ...over,
  };
}

test('a graph fills what its top says, and shows whatever is not nothing', () => {
  expect(graphRows([0, 0.1, 4, 8], 5, 1, 8)).toEqual([['  ', ' ▁▄█'].join('').slice(1)]);
  expect(graphRows([8, 16], 2, 2, 16)).toEqual([' █', '██']);
  expect(graphRows([1, 2, 3], 2, 1, 0)).toEqual(['  ']);
});

test('counters become rates; another run begins at nothing', () => {
  const history = new StatsHistory();
  history.add(sample(1));
  history.add(sample(3));
  history.add(sample(4, { block: { readBytes: 0, writeBytes: 0, reads: 0, writes: 0 } }));
  expect(history.recent('read', 10)).toEqual([0, 2000, 0]);
  expect(history.recent('memory', 1)).toEqual([50_000_000]);
});

test('a history keeps the newest and no more', () => {
  const history = new StatsHistory();
  for (let second = 0; second < historyLength + 10; second++)
    history.add(sample(second, { pids: { current: second } }));
  const pids = history.recent('pids', 1_000);
  expect(pids).toHaveLength(historyLength);
  expect(pids.at(-1)).toBe(historyLength + 9);
});

const theme = { title: '', note: '', graph: '', second: '', warning: '' };

function rows(history: StatsHistory | undefined, width = 60, height = 20): readonly string[] {
  const painter = new StatsPainter(theme);
  painter.show(history, 'It does not run: s starts it.');
  const painted = painter.paint(width, height);
  for (const { text, cells } of painted) {
    expect(stripVTControlCharacters(text).length).toBe(cells);
    expect(cells).toBeLessThanOrEqual(width);
  }
  return painted.map(({ text }) => stripVTControlCharacters(text));
}

test('five graphs with their numbers share the height; with no room the numbers stay', () => {
  const history = new StatsHistory();
  history.add(sample(1));
  history.add(sample(2, { pids: { current: 3, limit: 10 } }));
  const drawn = rows(history);
  expect(drawn).toHaveLength(20);
  expect(drawn[0]).toContain('CPU     50.0 % of a core');
  expect(drawn[4]).toContain('50 MB of 100 MB · 50.0 %');
  expect(drawn[12]).toContain('read 2 kB/s');
  expect(drawn[16]).toContain('3 of 10 processes');
  expect(rows(history, 60, 5).map((row) => row.trim().split(' ')[0])).toEqual([
    'CPU',
    'Memory',
    'Network',
    'Disk',
    'Pids',
  ]);
  expect(rows(history, 20, 3)).toHaveLength(3);
});

test('without samples there are words', () => {
  expect(rows(undefined)).toEqual([' It does not run: s starts it.']);
});
