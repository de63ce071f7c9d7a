import { expect, test } from 'vitest';
import { healthCheckOf, healthcheckSchema } from './healthcheck.ts';

test.each([
  [{ Test: ['CMD', 'curl', '-f', 'x'] }, { command: ['curl', '-f', 'x'] }],
  [
    { Test: ['CMD-SHELL', 'test -f /ok'], Interval: 5e9, Timeout: 1e9, StartPeriod: 0, Retries: 2 },
    { command: ['/bin/sh', '-c', 'test -f /ok'], intervalMs: 5000, timeoutMs: 1000, retries: 2 },
  ],
  [{ Test: ['NONE'] }, undefined],
  [{ Test: [] }, undefined],
  [{ Test: ['ODD', 'x'] }, undefined],
  [{}, undefined],
])('%j', (check, expected) => {
  expect(healthCheckOf(healthcheckSchema.parse(check))).toEqual(expected);
});
