import { expect, test } from 'vitest';
import { planHealth } from '../settings/health.ts';
import { type HealthState, healthDelayMs, nextHealth, startingHealth } from './health-state.ts';

const check = planHealth({ command: ['x'], startPeriodMs: 10_000, retries: 2 });
if (check === undefined) throw new Error('no check');

/** How it stands after checks at these moments, `+` well and `-` not. */
function after(marks: string, ranMs: number, from: HealthState = startingHealth): HealthState {
  let state = from;
  for (const mark of marks)
    state = nextHealth(state, check as NonNullable<typeof check>, { succeeded: mark === '+', ranMs });
  return state;
}

test('as many failures in a row as it may have make it unhealthy, one success well', () => {
  expect(after('-', 20_000)).toEqual({ status: 'starting', failures: 1 });
  expect(after('--', 20_000)).toEqual({ status: 'unhealthy', failures: 2 });
  expect(after('--+', 20_000)).toEqual({ status: 'healthy', failures: 0 });
  expect(after('+-', 20_000)).toEqual({ status: 'healthy', failures: 1 });
  expect(after('+-+-', 20_000)).toEqual({ status: 'healthy', failures: 1 });
});

test('failures of the start do not count, unless it was well before', () => {
  expect(after('-----', 5_000)).toEqual(startingHealth);
  expect(after('+--', 5_000)).toEqual({ status: 'unhealthy', failures: 2 });
});

test('while it starts it is asked more often', () => {
  expect(healthDelayMs(startingHealth, check, 5_000)).toBe(5_000);
  expect(healthDelayMs(startingHealth, check, 15_000)).toBe(30_000);
  expect(healthDelayMs({ status: 'healthy', failures: 0 }, check, 5_000)).toBe(30_000);
});

test.each([
  [{ command: [] }, 'needs a command'],
  [{ command: [''] }, 'needs a command'],
  [{ command: ['a\0'] }, 'NUL'],
  [{ command: ['x'], intervalMs: 1 }, 'span of 1 ms'],
  [{ command: ['x'], timeoutMs: Number.NaN }, 'span of NaN ms'],
  [{ command: ['x'], startPeriodMs: -1 }, 'cannot take -1 ms'],
  [{ command: ['x'], retries: 0 }, 'fail 0 times'],
])('%j is refused', (given, message) => {
  expect(() => planHealth(given)).toThrow(message);
});

test('none is none', () => {
  expect([planHealth('none'), planHealth(undefined)]).toEqual([undefined, undefined]);
});
