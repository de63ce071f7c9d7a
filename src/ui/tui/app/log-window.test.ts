import { beforeEach, expect, test, vi } from 'vitest';
import type { ContainerEngine, LogOptions, LogPartOptions } from '../../../core/api/index.ts';
import { LogPainter } from '../log/log-painter.ts';
import { textSearch } from '../log/text-search.ts';
import { LogFinder } from './log-finder.ts';
import { LogWindow } from './log-window.ts';

const theme = { timestamp: '', stderrMark: '', match: '', chosen: '' };
const count = 60_000;
const width = 64;
/** Records of the same size, so that a line's place is known. */
const log = Buffer.from(
  Array.from(
    { length: count },
    (_, index) => `2026-01-02T03:04:05.123456789Z stdout F line ${String(index).padStart(5, '0')} ${'x'.repeat(11)}\n`,
  ).join(''),
);
const line = log.length / count;

let painter: LogPainter;
let window: LogWindow;
let parts: LogPartOptions[];
let follow: LogOptions | undefined;
let write: (record: string) => void;
let origin = 'a';

const engine = {
  async readLogPart(_ref: string, options: LogPartOptions) {
    parts.push(options);
    const whole = Math.floor(options.maxBytes / line) * line;
    const start = options.from ?? Math.max(0, (options.to ?? log.length) - whole);
    const end = options.from === undefined ? (options.to ?? log.length) : Math.min(log.length, options.from + whole);
    return { records: log.subarray(start, end), start, end, firstByte: 0, logEnd: log.length, origin };
  },
  async *readLogs(_ref: string, options: LogOptions, signal: AbortSignal) {
    follow = options;
    const records: string[] = [];
    let wake: () => void = () => undefined;
    write = (record) => {
      records.push(record);
      wake();
    };
    signal.addEventListener('abort', () => wake());
    while (!signal.aborted) {
      for (const record of records.splice(0)) yield Buffer.from(record);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    follow = undefined;
  },
} as unknown as ContainerEngine;

function open(filter?: string): LogWindow {
  painter = new LogPainter(theme, { limitBytes: 2 * 1024 * 1024 });
  parts = [];
  window = new LogWindow({
    ...{ engine: () => engine, painter, containerId: 'web', since: undefined },
    filter: filter === undefined ? undefined : textSearch(filter),
    onFailure: (error) => {
      throw error;
    },
  });
  painter.onEdge((edge) => void (edge === 'older' ? window.older() : window.newer()));
  painter.onStatus(() => painter.status().isFollowing && window.toEnd());
  return window;
}

/** The first words of the rows on the screen. */
const shown = (): readonly string[] => painter.paint(width, 4).map(({ text }) => text.trim().slice(0, 10));

beforeEach(async () => {
  await open().open();
});

test('shows the end and follows it from there', async () => {
  expect(shown()).toEqual(['line 59996', 'line 59997', 'line 59998', 'line 59999']);
  expect(follow).toEqual({ from: log.length, follow: true });
  write('2026-01-02T03:04:05.123456789Z stdout F a new line\n');
  await vi.waitFor(() => expect(shown().at(-1)).toBe('a new line'));
});

test('goes through all of the log backwards and forwards, with bounded memory', async () => {
  let most = 0;
  const walk = async (rows: number, isThere: () => boolean): Promise<void> => {
    for (let steps = 0; !isThere(); steps++) {
      if (steps > 3000) throw new Error(`never arrived, at ${shown()[0]}`);
      painter.scroll(rows);
      shown();
      await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, painter.store.sizeBytes);
    }
  };
  await walk(-1000, () => shown()[0] === 'line 00000');
  expect(follow).toBeUndefined();
  expect(shown()).toEqual(['line 00000', 'line 00001', 'line 00002', 'line 00003']);
  await walk(1000, () => shown()[3] === 'line 59999');
  expect(most).toBeLessThan(4 * 1024 * 1024);
  await vi.waitFor(() => expect(follow).toEqual({ from: log.length, follow: true }));
});

test('jumps to the first line and back to the end', async () => {
  await window.toStart();
  expect(shown()[0]).toBe('line 00000');
  expect(parts.length).toBe(2);
  painter.scrollToEnd();
  await vi.waitFor(() => expect(shown().at(-1)).toBe('line 59999'));
});

test('reads on until a filter has filled the screen', async () => {
  await open('0000').open();
  await vi.waitFor(() => expect(shown()).toEqual(['line 20000', 'line 30000', 'line 40000', 'line 50000']));
});

test('finds what is only on disk, both ways, and says when there is no more', async () => {
  const finder = new LogFinder(painter);
  shown();
  const search = textSearch('line 00777');
  expect(await finder.find(search, window, 0)).toBe(true);
  expect(shown()).toContain('line 00777');
  expect(await finder.find(search, window, -1)).toBe(false);
  expect(await finder.find(textSearch('line 59990'), window, 1)).toBe(true);
  expect(shown()).toContain('line 59990');
});

test('begins anew at the end when the oldest lines are gone: places mean something else then', async () => {
  await window.toStart();
  origin = 'b';
  painter.scroll(20_000);
  shown();
  await vi.waitFor(() => expect(shown().at(-1)).toBe('line 59999'));
});
