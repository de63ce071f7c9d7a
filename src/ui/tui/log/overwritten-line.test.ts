import { expect, test } from 'vitest';
import { OverwrittenLine } from './overwritten-line.ts';

function shown(pieces: readonly string[], limitBytes = 100): string {
  const line = new OverwrittenLine(limitBytes);
  for (const piece of pieces) line.add(Buffer.from(piece));
  return Buffer.from(line.bytes()).toString();
}

test.each([
  [['plain'], 'plain'],
  [[], ''],
  [['a line of a terminal\r'], 'a line of a terminal'],
  [['more than one\r\r'], 'more than one'],
  [['10 %\r20 %\r30 %'], '30 %'],
  [['10 %\r20 %\r30 %\r'], '30 %'],
  [['\rfirst'], 'first'],
  [['\r\r'], ''],
  [['in ', 'pieces\r', 'again in ', 'pieces\r'], 'again in pieces'],
  [['cut before\r', '\r', 'the rest'], 'the rest'],
])('%j shows %j', (pieces, text) => {
  expect(shown(pieces)).toBe(text);
});

test('keeps no more of a long line than asked, and what overwrites it all the same', () => {
  const long = Array.from({ length: 50 }, () => 'x'.repeat(10));
  expect(shown(long, 25)).toBe('x'.repeat(30));
  expect(shown([...long, '\rend'], 25)).toBe('end');
});
