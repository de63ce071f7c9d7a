import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OutputQueue } from './output-queue.ts';

const kilobyte = 1024;
let parsed: number[];
let flow: boolean[];
let queue: OutputQueue;
/** What runs at the end of this turn of the event loop. The clock's own immediates take a millisecond each. */
let immediates: Set<() => void>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  immediates = new Set();
  vi.stubGlobal('setImmediate', (callback: () => void) => {
    immediates.add(callback);
    return callback;
  });
  vi.stubGlobal('clearImmediate', (callback: () => void) => immediates.delete(callback));
  parsed = [];
  flow = [];
  queue = new OutputQueue({
    // As if nothing but the end of a large piece were seen.
    reduce: (output) => output.subarray(Math.max(0, output.length - 100 * kilobyte)),
    parse: (output) => parsed.push(output.length / kilobyte),
    onFlow: (isPaused) => flow.push(isPaused),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const add = (kilobytes: number): void => queue.add(new Uint8Array(kilobytes * kilobyte));
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

function turn(): void {
  const callbacks = [...immediates];
  immediates.clear();
  for (const callback of callbacks) callback();
}

/** Time in which nothing is read but what `read` reads once in every millisecond. */
function pass(forMs: number, read: () => void = () => undefined): void {
  for (let passedMs = 0; passedMs < forMs; passedMs++) {
    vi.advanceTimersByTime(1);
    read();
    while (immediates.size > 0) turn();
  }
}

test('parses what answers a key at once', () => {
  add(1);
  add(4);
  expect(parsed).toEqual([1, 4]);
  pass(20);
  add(32);
  expect(parsed).toEqual([1, 4, 32]);
});

test('gathers what is more than a screen until its writer pauses, and parses it between other work', () => {
  add(20);
  add(20);
  add(1);
  expect(parsed).toEqual([20]);
  pass(3);
  expect(parsed).toEqual([20]);
  pass(1);
  expect(parsed).toEqual([20, 8, 8, 5]);
});

test('shows a flood now and then, and less often the longer it goes on', () => {
  const shownAt: number[] = [];
  for (let ms = 0; ms < 200; ms++) {
    const before = parsed.length;
    pass(1, () => add(14));
    if (parsed.length > before) shownAt.push(ms);
  }
  // The beginning as it comes; the last of them because it is a megabyte.
  expect(shownAt).toEqual([0, 1, 18, 51, 116, 190]);
  expect(Math.max(...parsed.slice(2))).toBe(8);
});

test('parses the end of a flood when it pauses, and what answers a key at once again', () => {
  pass(30, () => add(40));
  expect(sum(parsed)).toBe(100);
  pass(4);
  expect(sum(parsed)).toBe(200);
  add(1);
  expect(parsed.at(-1)).toBe(1);
});

test('parses while nothing is to be read, but does not wait for that for ever', () => {
  for (let kilobytes = 0; kilobytes < 1040; kilobytes += 40) add(40);
  for (let turns = 0; turns < 100; turns++) {
    add(1);
    turn();
  }
  expect(parsed).toEqual([]);
  vi.advanceTimersByTime(16);
  add(1);
  turn();
  expect(parsed).toEqual([8]);
});

test('after a long piece of work, what there is to read comes before a pause', () => {
  pass(30, () => add(40));
  vi.advanceTimersByTime(10);
  add(40);
  turn();
  expect(sum(parsed)).toBe(100);
});

test('asks the sender to wait, and to go on', async () => {
  add(3000);
  expect(flow).toEqual([true]);
  pass(20);
  await queue.settled();
  expect(flow).toEqual([true, false]);
});

test('parses nothing while it is held', () => {
  queue.hold();
  add(1);
  pass(100);
  expect(parsed).toEqual([]);
  queue.release();
  turn();
  expect(parsed).toEqual([1]);
});

test('parses everything when asked, and nothing once stopped', () => {
  add(200);
  queue.flush();
  expect(sum(parsed)).toBe(100);
  add(200);
  queue.stop();
  pass(100);
  expect(sum(parsed)).toBe(100);
});
