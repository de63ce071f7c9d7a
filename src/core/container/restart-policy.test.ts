import { expect, test } from 'vitest';
import type { ContainerExit } from '../api/container.ts';
import { quickEnds, restartDelayMs, wantsRestart } from './restart-policy.ts';

const exited = (code: number): ContainerExit => ({ reason: 'exited', code, signal: undefined, at: 1n });
const unknown: ContainerExit = { reason: 'unknown', code: undefined, signal: undefined, at: 1n };
const run = { exit: exited(1), stoppedByUser: false, restarts: 0 };

test('a policy decides by how it ended, who ended it and how often', () => {
  expect(wantsRestart({ kind: 'no' }, run, false)).toBe(false);
  expect(wantsRestart({ kind: 'on-failure' }, { ...run, restarts: 1000 }, false)).toBe(true);
  expect(wantsRestart({ kind: 'on-failure' }, { ...run, exit: exited(0) }, false)).toBe(false);
  expect(wantsRestart({ kind: 'on-failure' }, { ...run, exit: unknown }, false)).toBe(true);
  expect(wantsRestart({ kind: 'on-failure', maxRetries: 2 }, { ...run, restarts: 1 }, false)).toBe(true);
  expect(wantsRestart({ kind: 'on-failure', maxRetries: 2 }, { ...run, restarts: 2 }, false)).toBe(false);
  expect(wantsRestart({ kind: 'always' }, { ...run, exit: exited(0) }, false)).toBe(true);
  expect(wantsRestart({ kind: 'unless-stopped' }, { ...run, exit: undefined }, false)).toBe(true);
});

test('what its user stopped stays so; only `always` comes back with conmand', () => {
  const stopped = { ...run, stoppedByUser: true };
  for (const kind of ['on-failure', 'always', 'unless-stopped'] as const) {
    expect(wantsRestart({ kind }, stopped, false)).toBe(false);
    expect(wantsRestart({ kind }, stopped, true)).toBe(kind === 'always');
  }
});

test('the wait doubles up to a minute, and a long run begins anew', () => {
  expect([1, 2, 3, 10, 11, 2000].map(restartDelayMs)).toEqual([100, 200, 400, 51_200, 60_000, 60_000]);
  expect(quickEnds(4, 9_999)).toBe(5);
  expect(quickEnds(4, 10_000)).toBe(0);
  expect(restartDelayMs(0)).toBe(100);
});
