import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OutputQueue } from './output-queue.ts';

const kilobyte = 1024;
let parsed: number[];
let flow: boolean[];
let queue: OutputQueue;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  parsed = [];
  flow = [];
  queue = new OutputQueue({
    // As if nothing but the end of a large piece were seen.
    reduce: (output) => output.subarray(Math.max(0, output.length - 100 * kilobyte)),
    parse: (output) => parsed.push(output.length / kilobyte),
    onFlow: (isPaused) => flow.push(isPaused),
  });
});

afterEach(() => vi.useRealTimers());

const add = (kilobytes: number): void => queue.add(new Uint8Array(kilobytes * kilobyte));

test('parses what answers a key at once', () => {
  add(1);
  add(4);
  expect(parsed).toEqual([1, 4]);
  vi.advanceTimersByTime(20);
  add(32);
  expect(parsed).toEqual([1, 4, 32]);
});

test('gathers a flood, parses what is left of it between other work, and then keeps the order', () => {
  add(20);
  add(20);
  add(1);
  expect(parsed).toEqual([20]);
  vi.advanceTimersByTime(16);
  expect(parsed).toEqual([20, 21]);
  add(200);
  add(1);
  vi.advanceTimersByTime(16);
  expect(parsed).toEqual([20, 21, 64]);
  vi.advanceTimersByTime(1);
  expect(parsed).toEqual([20, 21, 64, 36]);
});

test('asks the sender to wait, and to go on', async () => {
  add(3000);
  expect(flow).toEqual([true]);
  vi.advanceTimersByTime(1000);
  await queue.settled();
  expect(flow).toEqual([true, false]);
});

test('parses nothing while it is held', () => {
  queue.hold();
  add(1);
  vi.advanceTimersByTime(1000);
  expect(parsed).toEqual([]);
  queue.release();
  vi.advanceTimersByTime(1);
  expect(parsed).toEqual([1]);
});

test('parses everything when asked, and nothing once stopped', () => {
  add(200);
  queue.flush();
  expect(parsed.reduce((sum, size) => sum + size)).toBe(100);
  add(200);
  queue.stop();
  vi.advanceTimersByTime(1000);
  expect(parsed.reduce((sum, size) => sum + size)).toBe(100);
});
