import { expect, test } from 'vitest';
import { capabilitySet, defaultCapabilities } from './capabilities.ts';

const set = (add: string[], drop: string[], privileged = false, available = 2n ** 41n - 1n) =>
  capabilitySet({ privileged, add, drop, available });

test('the defaults, with what is added and without what is dropped', () => {
  expect(new Set(set([], []))).toEqual(new Set(defaultCapabilities));
  expect(set(['net_admin'], ['CAP_CHOWN'])).toContain('CAP_NET_ADMIN');
  expect(set(['net_admin'], ['CAP_CHOWN'])).not.toContain('CAP_CHOWN');
});

test('a name counts more than ALL', () => {
  expect(set(['NET_RAW'], ['ALL'])).toEqual(['CAP_NET_RAW']);
  expect(set(['ALL'], ['SYS_ADMIN'])).not.toContain('CAP_SYS_ADMIN');
  expect(set(['ALL'], [])).toHaveLength(41);
});

test('privileged is all that conmand has, and no more', () => {
  expect(set([], [], true)).toHaveLength(41);
  expect(set([], [], true, 2n ** 38n - 2n)).toHaveLength(37);
  expect(() => set(['BPF'], [], false, 2n ** 38n - 1n)).toThrow('"BPF" is no capability');
  expect(() => set([], ['NONSENSE'])).toThrow('NONSENSE');
});
