import { expect, test } from 'vitest';
import { Scrollback } from './scrollback.ts';

function text(scrollback: Scrollback): string {
  return scrollback
    .pieces()
    .map(({ channel, data }) => `${channel === 'stdout' ? 'o' : 'e'}:${data}`)
    .join('|');
}

test('pieces of one channel are joined, channels stay apart and in order', () => {
  const scrollback = new Scrollback(100);
  for (const [channel, data] of [
    ['stdout', 'ab'],
    ['stdout', 'cd'],
    ['stderr', 'x'],
    ['stdout', 'ef'],
  ] as const) {
    scrollback.add(channel, Buffer.from(data));
  }
  expect(text(scrollback)).toBe('o:abcd|e:x|o:ef');
});

test('the oldest bytes are dropped first, to the byte', () => {
  const scrollback = new Scrollback(5);
  scrollback.add('stdout', Buffer.from('abc'));
  scrollback.add('stderr', Buffer.from('def'));
  expect(text(scrollback)).toBe('o:bc|e:def');
  scrollback.add('stdout', Buffer.from('0123456789'));
  expect(text(scrollback)).toBe('o:56789');
});

test('what it keeps is bounded whatever comes', () => {
  const scrollback = new Scrollback(1000);
  for (let round = 0; round < 10_000; round++) scrollback.add('stdout', Buffer.from(`${round},`));
  const kept = text(scrollback);
  expect(kept.length).toBe(1002);
  expect(kept.endsWith('9998,9999,')).toBe(true);
});

test('a small piece does not keep the large buffer it is a view of', () => {
  const scrollback = new Scrollback(1000);
  scrollback.add('stdout', Buffer.alloc(1_000_000).subarray(0, 10));
  const [piece] = scrollback.pieces();
  expect(piece?.data.buffer.byteLength).toBeLessThan(100_000);
});
