import { expect, test } from 'vitest';
import { type ContainerEngine, type LogOptions, type LogPartOptions, readLogRecord } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { LogPainter } from '../log/log-painter.ts';
import { timeNs } from '../log/merged-lines.ts';
import { textSearch } from '../log/text-search.ts';
import { MergedLog } from './merged-log.ts';

const theme = { timestamp: '', stderrMark: '', match: '', chosen: '' };
const start = Date.parse('2026-01-02T03:00:00Z');
const count = 40_000;

/** Every record of a log has the same size, so that a line's place is known. */
const record = (index: number): string =>
  `${new Date(start + index).toISOString().replace('Z', '000000Z')} stdout F line ${String(index).padStart(5, '0')} ${'x'.repeat(50)}\n`;
const size = record(0).length;
/** Two containers write in turn. */
const logOf = (odd: number): Buffer =>
  Buffer.from(Array.from({ length: count / 2 }, (_, index) => record(index * 2 + odd)).join(''));
const logs: Readonly<Record<string, Buffer>> = { even: logOf(0), odd: logOf(1) };

function firstSince(log: Buffer, since: bigint): number {
  let at = 0;
  while (at < log.length) {
    const found = readLogRecord(log, at);
    if (!found || (timeNs(log.toString('latin1', at, found.timeEnd)) ?? 0n) >= since) break;
    at += size;
  }
  return at;
}

function setUp(options: { filter?: string; since?: bigint; ids?: readonly string[] } = {}) {
  const writers = new Map<string, (text: string) => void>();
  const failures: unknown[] = [];
  const engine = {
    async readLogPart(id: string, { from, to, maxBytes, since }: LogPartOptions) {
      const log = logs[id];
      if (!log) throw new ConmanError('not-found', `no ${id}`);
      const firstByte = since === undefined ? 0 : firstSince(log, since);
      const whole = Math.max(1, Math.floor(maxBytes / size)) * size;
      const end = from === undefined ? Math.max(firstByte, to ?? log.length) : Math.min(log.length, from + whole);
      const begin = Math.max(firstByte, from ?? end - whole);
      return { records: log.subarray(begin, end), start: begin, end, firstByte, logEnd: log.length, origin: 'a' };
    },
    async *readLogs(id: string, _options: LogOptions, signal: AbortSignal) {
      const queue: string[] = [];
      let wake = (): void => undefined;
      writers.set(id, (text) => {
        queue.push(text);
        wake();
      });
      signal.addEventListener('abort', () => wake());
      while (!signal.aborted) {
        for (const text of queue.splice(0)) yield Buffer.from(text);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      writers.delete(id);
    },
  } as unknown as ContainerEngine;
  const painter = new LogPainter(theme, { limitBytes: 2 * 1024 * 1024 });
  const { filter, since, ids = ['even', 'odd'] } = options;
  const merged = new MergedLog({
    engine: () => engine,
    painter,
    containers: ids.map((id) => ({ id, name: id })),
    since,
    filter: filter === undefined ? undefined : textSearch(filter),
    onFailure: (error) => failures.push(error),
  });
  return { merged, painter, writers, failures };
}

function numbers({ store }: LogPainter): number[] {
  const found: number[] = [];
  for (let line = store.firstLine; line < store.endLine; line++) {
    found.push(Number(/line (\d+)/.exec(store.read(line, 1000)?.text ?? '')?.[1]));
  }
  return found;
}

/** Each line follows the one before, with none left out and none twice. */
function expectUnbroken(found: readonly number[], step = 1): void {
  expect(found.length).toBeGreaterThan(100);
  expect(found).toEqual(found.map((_, index) => (found[0] ?? 0) + index * step));
}

test('the ends of the logs come first, by time, each line with the name of its container', async () => {
  const { merged, painter } = setUp();
  await merged.open();
  const found = numbers(painter);
  expectUnbroken(found);
  expect(found.at(-1)).toBe(count - 1);
  const last = painter.store.read(painter.store.endLine - 1, 1000)?.text;
  expect(last).toMatch(/odd .*line 39999/);
  merged.close();
});

test('all of them is in reach, back to the first line and on to the last, in bounded memory', async () => {
  const { merged, painter, writers } = setUp();
  await merged.open();
  painter.setFollowing(false);
  while (await merged.older()) expectUnbroken(numbers(painter));
  expect(numbers(painter)[0]).toBe(0);
  expect(writers.size).toBe(0);
  expect(painter.store.sizeBytes).toBeLessThan(5 * 1024 * 1024);
  while (await merged.newer()) expectUnbroken(numbers(painter));
  expect(numbers(painter).at(-1)).toBe(count - 1);
  expect(writers.size).toBe(2);
  await merged.toStart();
  expect(numbers(painter)[0]).toBe(0);
  merged.toEnd();
  merged.close();
});

test('a filter and a time leave lines out, whoever wrote them', async () => {
  const since = BigInt(start + count - 3_000) * 1_000_000n;
  const { merged, painter } = setUp({ filter: '/[05] x/', since });
  await merged.open();
  while (await merged.older());
  const found = numbers(painter);
  expectUnbroken(found, 5);
  expect(found[0]).toBe(count - 3_000);
  merged.close();
});

test('what is written is followed, in its order', async () => {
  const { merged, painter, writers } = setUp();
  await merged.open();
  const grown = new Promise<void>((resolve) =>
    painter.attach(() => painter.store.endLine > 0 && numbers(painter).at(-1) === count + 1 && resolve()),
  );
  writers.get('odd')?.(record(count + 1));
  writers.get('even')?.(record(count));
  await grown;
  expectUnbroken(numbers(painter));
  merged.close();
});

test('a container that is gone leaves the others', async () => {
  const { merged, painter, failures } = setUp({ ids: ['even', 'gone'] });
  await merged.open();
  expectUnbroken(numbers(painter), 2);
  expect(failures).toEqual([]);
  merged.close();
});
