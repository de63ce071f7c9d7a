import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FrameClock } from './frame-clock.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }));
afterEach(() => vi.useRealTimers());

test('draws at once after a pause, then sixty times a second, and never unasked', () => {
  let frames = 0;
  const clock = new FrameClock(() => frames++);
  clock.request();
  clock.request();
  vi.advanceTimersByTime(1);
  expect(frames).toBe(1);
  for (let elapsedMs = 0; elapsedMs < 1000; elapsedMs++) {
    clock.request();
    vi.advanceTimersByTime(1);
  }
  expect(frames).toBeGreaterThan(50);
  expect(frames).toBeLessThanOrEqual(61);
  const before = frames;
  vi.advanceTimersByTime(1000);
  expect(frames).toBeLessThanOrEqual(before + 1);
  expect(vi.getTimerCount()).toBe(0);
});

test('draws what follows a key without waiting, but a flood after it at its usual pace', async () => {
  let frames = 0;
  const clock = new FrameClock(() => frames++);
  clock.request();
  vi.advanceTimersByTime(1);
  clock.request();
  clock.hurry();
  clock.request();
  await Promise.resolve();
  expect(frames).toBe(2);
  for (let output = 0; output < 50; output++) {
    clock.request();
    await Promise.resolve();
  }
  expect(frames).toBeLessThan(7);
});

test('draws no more once stopped', () => {
  let frames = 0;
  const clock = new FrameClock(() => frames++);
  clock.request();
  clock.stop();
  vi.advanceTimersByTime(100);
  expect(frames).toBe(0);
});
