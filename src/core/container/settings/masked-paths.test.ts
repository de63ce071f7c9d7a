import { expect, test } from 'vitest';
import { planPaths } from './masked-paths.ts';

test('paths are masked by default, more or fewer when asked for', () => {
  const usual = planPaths({});
  expect(usual.maskedPaths).toContain('/proc/kcore');
  expect(usual.readonlyPaths).toContain('/proc/sys');
  const more = planPaths({ maskPaths: ['/proc/cpuinfo'], unmaskPaths: ['/proc/sys', '/sys/devices'] });
  expect(more.maskedPaths).toContain('/proc/cpuinfo');
  expect(more.maskedPaths).not.toContain('/sys/devices/virtual/powercap');
  expect(more.readonlyPaths).not.toContain('/proc/sys');
  expect(planPaths({ unmaskPaths: ['ALL'] })).toEqual({ maskedPaths: [], readonlyPaths: [] });
  expect(planPaths({ privileged: true, maskPaths: ['/x'] })).toEqual({ maskedPaths: ['/x'], readonlyPaths: [] });
});

test.each([['ALL'], ['proc'], ['/'], ['/a/../b'], ['/a\0']])('%j is nothing to be masked', (path) => {
  expect(() => planPaths({ maskPaths: [path] })).toThrow('no path in a container');
});
