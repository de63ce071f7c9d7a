import { beforeEach, describe, expect, test } from 'vitest';
import { LogPainter } from './log-painter.ts';

const encoder = new TextEncoder();
const theme = { timestamp: '2', stderrMark: '31', match: '7', chosen: '44' };

function record(text: string, stream = 'stdout', tag = 'F'): Uint8Array {
  return encoder.encode(`2026-01-02T03:04:05.123456789Z ${stream} ${tag} ${text}\n`);
}

describe('LogPainter', () => {
  let log: LogPainter;
  let repaints: number;

  beforeEach(() => {
    log = new LogPainter(theme);
    repaints = 0;
    log.attach(() => repaints++);
  });

  function append(...lines: readonly string[]): void {
    for (const line of lines) log.append(record(line));
  }

  /** The log as plain text. */
  function shown(width = 12, height = 3): readonly string[] {
    return log.paint(width, height).map((row) => {
      expect(row.cells).toBeLessThanOrEqual(width);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence begins with one.
      return row.text.replace(/\u001b\[[0-9;]*m/g, '');
    });
  }

  test('follows the end', () => {
    append('1', '2');
    expect(shown()).toEqual(['  1', '  2']);
    append('3', '4');
    expect(shown()).toEqual(['  2', '  3', '  4']);
  });

  test('stays where the reader is, whatever comes', () => {
    append('1', '2', '3', '4', '5', '6');
    shown();
    log.scroll(-2);
    expect(shown()).toEqual(['  2', '  3', '  4']);
    repaints = 0;
    append('7', '8', '9');
    expect(repaints).toBe(0);
    expect(shown()).toEqual(['  2', '  3', '  4']);
    expect(log.status()).toMatchObject({ isFollowing: false, topLine: 1 });
    log.scroll(2);
    expect(shown()).toEqual(['  4', '  5', '  6']);
    expect(log.status().isFollowing).toBe(false);
    log.scroll(99);
    expect(log.status().isFollowing).toBe(true);
    append('10');
    expect(shown()).toEqual(['  8', '  9', '  10']);
  });

  test('goes to the start and back to the end, and tells when following changes', () => {
    let changes = 0;
    log.onStatus(() => changes++);
    append('1', '2', '3', '4', '5', '6');
    shown();
    log.scrollToStart();
    expect(shown()).toEqual(['  1', '  2', '  3']);
    log.page(1);
    expect(shown()).toEqual(['  3', '  4', '  5']);
    log.scrollToEnd();
    expect(shown()).toEqual(['  4', '  5', '  6']);
    expect(changes).toBe(2);
  });

  test('paints a line once', () => {
    append('1', '2', '3');
    const before = log.paint(12, 3);
    append('4');
    const after = log.paint(12, 3);
    expect(after[0]).toBe(before[1]);
    expect(after[1]).toBe(before[2]);
  });

  test('shows a line that is still growing as it grows', () => {
    log.append(record('half', 'stdout', 'P'));
    expect(shown()).toEqual(['  half']);
    log.append(record(' done'));
    expect(shown()).toEqual(['  half done']);
  });

  test('marks stderr, and shows timestamps on request', () => {
    log.append(record('bad', 'stderr'));
    expect(log.paint(12, 1)[0]?.text).toBe('\u001b[31m▌\u001b[0m bad');
    log.setTimestamps('utc');
    expect(shown(20, 1)).toEqual(['▌ 03:04:05.123 bad']);
    expect(shown(8, 1)).toEqual(['▌ 03:04:']);
  });

  test('scrolls sideways', () => {
    append('abcdefghijklmnop', 'short');
    expect(shown(8, 2)).toEqual(['  abcdef', '  short']);
    log.scrollHorizontally(4);
    expect(shown(8, 2)).toEqual(['  efghij', '  t']);
    log.scrollHorizontally(-99);
    expect(shown(8, 2)).toEqual(['  abcdef', '  short']);
  });

  test('wraps, and scrolls by wrapped rows', () => {
    append('abcdefghij', '你好吗', 'x');
    log.setWrap(true);
    expect(shown(6, 9)).toEqual(['  abcd', '  efgh', '  ij', '  你好', '  吗', '  x']);
    expect(shown(6, 3)).toEqual(['  你好', '  吗', '  x']);
    log.scroll(-2);
    expect(shown(6, 3)).toEqual(['  efgh', '  ij', '  你好']);
    append('y');
    expect(shown(6, 3)).toEqual(['  efgh', '  ij', '  你好']);
    log.scroll(1);
    expect(shown(6, 3)).toEqual(['  ij', '  你好', '  吗']);
    log.scrollToStart();
    expect(shown(6, 2)).toEqual(['  abcd', '  efgh']);
  });

  test('keeps colours over a wrap and makes everything else harmless', () => {
    append('\u001b[32mgreen\u001b[2J\u001b]0;title\u0007 text\u001b[0m.');
    log.setWrap(true);
    expect(log.paint(9, 3).map((row) => row.text)).toEqual(['  \u001b[0;32mgreen t', '  \u001b[0;32mext\u001b[0m.']);
  });

  test('shows of a line of a terminal what was not overwritten', () => {
    append('line\r', 'a\rb');
    expect(shown()).toEqual(['  line', '  b']);
  });

  test('shows the end of a progress bar, however long its line is', () => {
    for (let step = 0; step < 5_000; step++) log.append(record(`step ${step}\r`, 'stdout', 'P'));
    expect(shown()).toEqual(['  step 4999']);
    log.append(record('done\r'));
    append('next');
    expect(shown()).toEqual(['  done', '  next']);
  });

  test('shows lines of a megabyte at once, sideways and wrapped', () => {
    for (let piece = 0; piece < 64; piece++) log.append(record(`${piece % 10}`.repeat(16_384), 'stdout', 'P'));
    log.append(record('END'));
    append('next');
    expect(shown(12, 2)).toEqual([`  ${'0'.repeat(10)}`, '  next']);
    log.scrollHorizontally(64 * 16_384 - 2);
    expect(shown(12, 2)).toEqual(['  33END', '  ']);
    log.setWrap(true);
    expect(shown(12, 3)).toEqual(
      ['  3333333333', '  3333END', '  next'].map((row) => expect.stringMatching(row.slice(-4))),
    );
  });

  test('has room for one row and one cell', () => {
    append('abc', '你');
    expect(shown(1, 1)).toHaveLength(1);
    log.setWrap(true);
    expect(shown(3, 1)).toHaveLength(1);
  });
});
