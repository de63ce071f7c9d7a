import { expect, test } from 'vitest';
import { idMapText, reversed, toContainerId, toHostId } from './id-maps.ts';

const uids = [
  { container: 0, host: 100_000, size: 1000 },
  { container: 1000, host: 1000, size: 1 },
];

test('ids are found in their ranges, both ways', () => {
  expect([0, 999, 1000, 1001].map((id) => toHostId(uids, id))).toEqual([100_000, 100_999, 1000, undefined]);
  expect([100_000, 100_999, 1000, 0, 101_000].map((id) => toContainerId(uids, id))).toEqual([
    ...[0, 999, 1000],
    ...[65_534, 65_534],
  ]);
});

test('a map is written as the kernel reads it, and turned round', () => {
  expect(idMapText(uids)).toBe('0 100000 1000\n1000 1000 1\n');
  const turned = reversed({ uids, gids: [] });
  expect(idMapText(turned.uids)).toBe('100000 0 1000\n1000 1000 1\n');
  expect(toHostId(turned.uids, 100_005)).toBe(5);
});
