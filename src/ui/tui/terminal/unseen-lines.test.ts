import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { seededNumbers } from '../testing/seeded-numbers.ts';
import { withoutUnseenLines } from './unseen-lines.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function reduced(text: string, keptLines: number): string {
  return decoder.decode(withoutUnseenLines(encoder.encode(text), keptLines));
}

test.each([
  ['plain lines', 'one\r\ntwo\r\nthree\r\nfour', '\r\ntwo\r\nthree\r\nfour'],
  ['colours, which go on', 'a\u001b[31mb\u001b[1;4:3mc\r\nd\r\ne\r\nf', '\u001b[31m\u001b[1;4:3m\r\nd\r\ne\r\nf'],
  ['tabs and characters of several bytes', '\t你é\r\n2\r\n3\r\n4', '\r\n2\r\n3\r\n4'],
  ['what comes before the last carriage return', '1\r\n2\r\n3\n4\n5', '\r\n3\n4\n5'],
])('leaves out %s', (_, output, expected) => {
  expect(reduced(output, 2)).toBe(expected);
});

test.each([
  ['too few lines', 'one\r\ntwo\r\nthree'],
  ['lines that begin where the last one ended', 'one\ntwo\nthree\nfour\nfive'],
  ['a bell', '\u00071\r\n2\r\n3\r\n4'],
  ['a backspace', '\b1\r\n2\r\n3\r\n4'],
  ['a question to the terminal', '\u001b[c1\r\n2\r\n3\r\n4'],
  ['another screen', '\u001b[?1049h1\r\n2\r\n3\r\n4'],
  ['a title', '\u001b]0;title\r\n\u00071\r\n2\r\n3\r\n4'],
  ['a style with a prefix', '\u001b[>4m1\r\n2\r\n3\r\n4'],
  ['a control in one character', '\u009b31m1\r\n2\r\n3\r\n4'],
  ['another character set', '\u000e1\r\n2\r\n3\r\n4'],
  ['nothing', ''],
])('leaves %s alone', (_, output) => {
  expect(reduced(output, 2)).toBe(output);
});

test('counts only the lines before anything special', () => {
  const output = '1\r\n2\r\n3\r\n\u001b[?1049h4\r\n5\r\n6';
  expect(reduced(output, 1)).toBe(`\r\n3\r\n\u001b[?1049h4\r\n5\r\n6`);
});

describe('in a terminal', () => {
  const size = { cols: 12, rows: 4, scrollback: 6, allowProposedApi: true };
  const enough = size.scrollback + 2 * size.rows;
  const pieces = [
    '\r\n',
    '\r\n',
    '\r\n',
    '\n',
    'x',
    'word ',
    '\t',
    '你好',
    'e\u0301',
    '👍',
    '\u001b[32;7m',
    '\u001b[m',
  ];
  const special = [
    '\u001b[2;3r',
    '\u001b[H',
    '\u001b[?1049h',
    '\u001b[?1049l',
    '\u001b[K',
    '\b',
    '\u001b[r',
    '\u001bM',
  ];

  async function screenOf(output: string): Promise<readonly unknown[]> {
    const terminal = new xterm.Terminal(size);
    await new Promise<void>((resolve) => terminal.write(output, resolve));
    const { active } = terminal.buffer;
    const cells = Array.from({ length: active.length }, (_, y) =>
      Array.from({ length: size.cols }, (_, x) => {
        const cell = active.getLine(y)?.getCell(x);
        return `${cell?.getChars()}|${cell?.getWidth()}|${cell?.getFgColor()}|${cell?.isInverse()}`;
      }).join(' '),
    );
    return [...cells, active.cursorX, active.cursorY, active.type];
  }

  test('nobody can tell the difference', async () => {
    let shortened = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const next = seededNumbers(seed);
      const pick = (from: readonly string[]): string => from[Math.floor(next() * from.length)] ?? '';
      // Something special now and then, in half of the cases only near the end.
      const specialAfter = seed % 2 === 0 ? 90 : 0;
      const output = Array.from({ length: 120 }, (_, index) =>
        index > specialAfter && next() < 0.02 ? pick(special) : pick(pieces),
      ).join('');
      const seen = reduced(output, enough);
      if (seen !== output) shortened++;
      expect(await screenOf(seen), `seed ${seed}`).toEqual(await screenOf(output));
    }
    expect(shortened).toBeGreaterThan(20);
  });
});
