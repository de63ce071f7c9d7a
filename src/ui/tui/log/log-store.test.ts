import { describe, expect, test } from 'vitest';
import { LogStore } from './log-store.ts';

const encoder = new TextEncoder();

function record(text: string, stream = 'stdout', tag = 'F'): string {
  return `2026-01-02T03:04:05.123456789Z ${stream} ${tag} ${text}\n`;
}

function storeOf(...records: readonly string[]): LogStore {
  const store = new LogStore(1024 * 1024);
  store.append(encoder.encode(records.join('')));
  return store;
}

function texts(store: LogStore): readonly (string | undefined)[] {
  const { firstLine, endLine } = store;
  return Array.from({ length: endLine - firstLine }, (_, index) => store.read(firstLine + index, 10_000)?.text);
}

describe('LogStore', () => {
  test('gives the lines of records', () => {
    const store = storeOf(record('one'), record('zwei ü', 'stderr'), record(''));
    expect(texts(store)).toEqual(['one', 'zwei ü', '']);
    expect(store.read(1, 100)).toEqual({
      timestamp: '2026-01-02T03:04:05.123456789Z',
      isStderr: true,
      text: 'zwei ü',
      isWhole: true,
      isEnded: true,
    });
    expect(store.read(3, 100)).toBeUndefined();
  });

  test('reads timestamps of any length', () => {
    const store = storeOf(
      '2026-01-02T03:04:05Z stdout F short\n',
      '2026-01-02T03:04:05.123456789+02:00 stderr F long\n',
    );
    expect(texts(store)).toEqual(['short', 'long']);
    expect(store.read(1, 9)?.timestamp).toBe('2026-01-02T03:04:05.123456789+02:00');
  });

  test('joins partial records of one stream, also across chunks and characters', () => {
    const [head, tail] = [Buffer.from('ü').subarray(0, 1), Buffer.from('ü').subarray(1)];
    const store = storeOf(record('a', 'stdout', 'P'));
    expect(store.read(0, 100)).toMatchObject({ text: 'a', isEnded: false });
    const prefix = (tag: string) => Buffer.from(record('', 'stdout', tag).slice(0, -1));
    store.append(Buffer.concat([prefix('P'), head, Buffer.from('\n')]));
    store.append(Buffer.concat([prefix('F'), tail, Buffer.from('!\n')]));
    store.append(encoder.encode(record('next')));
    expect(texts(store)).toEqual(['aü!', 'next']);
    expect(store.read(0, 100)?.isEnded).toBe(true);
  });

  test('begins a new line when the other stream comes between', () => {
    expect(texts(storeOf(record('a', 'stdout', 'P'), record('b', 'stderr'), record('c')))).toEqual(['a', 'b', 'c']);
  });

  test('takes chunks cut anywhere', () => {
    const bytes = encoder.encode(record('one') + record('two') + record('three'));
    const store = new LogStore(1024 * 1024);
    for (const byte of bytes) store.append(Uint8Array.of(byte));
    expect(texts(store)).toEqual(['one', 'two', 'three']);
  });

  test('shows bytes that are no record as they are', () => {
    expect(texts(storeOf('garbage\n', record('ok'), '\n'))).toEqual(['garbage', 'ok', '']);
  });

  test('reads no more of a long line than asked', () => {
    const piece = 'x'.repeat(16_000);
    const records = Array.from({ length: 63 }, () => record(piece, 'stdout', 'P'));
    const store = storeOf(...records, record('end'));
    expect(store.read(0, 100)).toMatchObject({ text: 'x'.repeat(100), isWhole: false });
    expect(store.read(0, 2_000_000)?.text).toHaveLength(63 * 16_000 + 3);
    expect(store.endLine).toBe(1);
  });

  test('keeps the newest bytes, and the numbers of their lines', () => {
    const store = new LogStore(2 * 1024 * 1024);
    for (let line = 0; line < 100_000; line++) store.append(encoder.encode(record(`line ${line} ${'.'.repeat(60)}`)));
    expect(store.sizeBytes).toBeLessThanOrEqual(2 * 1024 * 1024);
    expect(store.endLine).toBe(100_000);
    expect(store.firstLine).toBeGreaterThan(70_000);
    expect(store.firstLine).toBeLessThan(90_000);
    expect(store.read(store.firstLine, 100)?.text).toMatch(new RegExp(`^line ${store.firstLine} `));
    expect(store.read(99_999, 100)?.text).toMatch(/^line 99999 /);
    expect(store.read(store.firstLine - 1, 100)).toBeUndefined();
  });

  test('goes on numbering after it was cleared', () => {
    const store = storeOf(record('a'), record('b'));
    store.clear();
    store.append(encoder.encode(record('c')));
    expect([store.firstLine, store.endLine, store.read(2, 10)?.text]).toEqual([2, 3, 'c']);
  });

  test('grows at both ends; what is far away goes, and the places in the log are known', () => {
    const lines = (from: number, to: number): Uint8Array =>
      encoder.encode(Array.from({ length: to - from }, (_, index) => record(`${from + index}`)).join(''));
    const line = record('10').length;
    const store = new LogStore(600 * 1024);
    store.clear(500 * line);
    store.append(lines(500, 600));
    store.prepend(lines(400, 500));
    expect([store.firstLine, store.startByte, store.endByte]).toEqual([
      -100,
      500 * line - lines(400, 500).length,
      store.endByte,
    ]);
    expect(texts(store)).toEqual(Array.from({ length: 200 }, (_, index) => `${400 + index}`));
    const endByte = store.endByte;
    const much = lines(10_000, 20_000);
    store.prepend(much);
    expect(store.read(store.firstLine, 100)?.text).toBe('10000');
    expect(store.endByte).toBeLessThan(endByte);
    expect(store.endByte - store.startByte).toBe(much.length + lines(400, 500).length);
    store.append(lines(20_000, 30_000));
    store.append(lines(30_000, 40_000));
    expect(store.read(store.endLine - 1, 100)?.text).toBe('39999');
    expect(store.sizeBytes).toBeLessThan(1600 * 1024);
    const first = Number(store.read(store.firstLine, 100)?.text);
    expect(store.endByte - store.startByte).toBe(lines(first, 40_000).length);
  });

  test('knows its place in the log when a filter left records out', () => {
    const store = new LogStore(1024 * 1024);
    store.clear(100);
    store.append(new Uint8Array(0), 300);
    store.append(encoder.encode(record('kept')), 900);
    store.prepend(new Uint8Array(0), 50);
    expect([store.startByte, store.endByte, texts(store)]).toEqual([50, 900, ['kept']]);
  });

  test('takes a flood for as long as it lasts without growing', () => {
    const store = new LogStore(4 * 1024 * 1024);
    const second = encoder.encode(Array.from({ length: 100_000 }, (_, index) => record(`line ${index}`)).join(''));
    const grown = (rounds: number): number => {
      for (let round = 0; round < rounds; round++) {
        for (let at = 0; at < second.length; at += 64 * 1024) store.append(second.subarray(at, at + 64 * 1024));
      }
      return process.memoryUsage().arrayBuffers;
    };
    const before = grown(3);
    expect(grown(6) - before).toBeLessThan(8 * 1024 * 1024);
    expect(store.sizeBytes).toBeLessThan(5 * 1024 * 1024);
    expect(store.endLine).toBe(900_000);
  });
});
