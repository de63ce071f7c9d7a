import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleMemory } from './idle-memory.ts';

const MB = 1024 * 1024;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A heap of which everything above 20 MB is garbage. */
class SampleHeap {
  bytes = 50 * MB;
  collections = 0;

  readonly usedBytes = () => this.bytes;
  readonly collect = () => {
    this.collections++;
    this.bytes = 20 * MB;
  };
}

test('collects once when work has ended, and not while there is more', () => {
  const heap = new SampleHeap();
  const memory = new IdleMemory(heap);
  memory.worked();
  vi.advanceTimersByTime(1_000);
  memory.worked();
  vi.advanceTimersByTime(1_000);
  expect(heap.collections).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect(heap.collections).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect(heap.collections).toBe(1);
});

test('leaves little garbage alone, and collects again when there is much', () => {
  const heap = new SampleHeap();
  const memory = new IdleMemory(heap);
  for (const grownBytes of [30 * MB, MB, MB, 3 * MB]) {
    heap.bytes += grownBytes;
    memory.worked();
    vi.advanceTimersByTime(2_000);
  }
  expect(heap.collections).toBe(2);
});
