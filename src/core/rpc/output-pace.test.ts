import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OutputPace } from './output-pace.ts';

let pace: OutputPace;

beforeEach(() => {
  vi.useFakeTimers();
  pace = new OutputPace();
});

afterEach(() => vi.useRealTimers());

/** Passes pieces on as soon as they may be; gives how many that were in so many milliseconds. */
async function piecesIn(forMs: number): Promise<number> {
  let pieces = 0;
  let isOver = false;
  const pass = async (): Promise<void> => {
    while (!isOver && pieces < 1000) {
      pieces++;
      await pace.afterPiece();
    }
  };
  const passing = pass();
  await vi.advanceTimersByTimeAsync(forMs);
  isOver = true;
  await vi.advanceTimersByTimeAsync(2);
  await passing;
  return pieces;
}

test('what answers a key is passed on at once', async () => {
  for (let pieces = 0; pieces < 8; pieces++) await pace.afterPiece();
  vi.advanceTimersByTime(16);
  for (let pieces = 0; pieces < 8; pieces++) await pace.afterPiece();
});

test('a flood is gathered, two milliseconds each time', async () => {
  const pieces = await piecesIn(15);
  expect(pieces).toBeGreaterThanOrEqual(8 + 7);
  expect(pieces).toBeLessThanOrEqual(8 + 9);
});
