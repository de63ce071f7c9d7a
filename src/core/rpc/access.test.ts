import { expect, test } from 'vitest';
import { mayUse } from './access.ts';

test.each([
  [{ pid: 1, uid: 0, groups: [0] }, undefined, true],
  [{ pid: 1, uid: 1000, groups: [1000, 0] }, undefined, false],
  [{ pid: 1, uid: 1000, groups: [1000, 77] }, 77, true],
  [{ pid: 1, uid: 1000, groups: [1000] }, 77, false],
  [{ pid: 1, uid: 0, groups: [0] }, 77, true],
])('%j with group %s: %s', (peer, group, expected) => {
  expect(mayUse(peer, { owner: 0, group })).toBe(expected);
});
