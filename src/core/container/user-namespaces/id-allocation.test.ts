import { expect, test } from 'vitest';
import type { IdMaps } from '../../host/id-maps.ts';
import { IdAllocation } from './id-allocation.ts';

test('every container gets ids of its own, also those that are made at the same time', () => {
  const inUse: IdMaps[] = [];
  const allocation = new IdAllocation(() => inUse);
  const first = allocation.take({ kind: 'auto', size: 65_536 });
  const second = allocation.take({ kind: 'auto', size: 100_000 });
  const hosts = (): (number | undefined)[] => [first, second].map(({ maps }) => maps?.uids[0]?.host);
  expect(hosts()).toEqual([0x7000_0000, 0x7001_0000]);
  if (first.maps !== undefined) inUse.push(first.maps);
  first[Symbol.dispose]();
  second[Symbol.dispose]();
  // The second was never made; the first was.
  expect(allocation.take({ kind: 'auto', size: 1 }).maps?.gids).toEqual([{ container: 0, host: 0x7001_0000, size: 1 }]);
});

test('when there are none left, it is said', () => {
  const whole = [{ container: 0, host: 0x7000_0000, size: 0x0ffd_0000 }];
  const allocation = new IdAllocation(() => [{ uids: whole, gids: [] }]);
  expect(() => allocation.take({ kind: 'auto', size: 65_536 })).toThrow('no 65536 user ids are left');
});

test('maps that were given are taken as they are, and none are none', () => {
  const allocation = new IdAllocation(() => []);
  const maps = { uids: [{ container: 0, host: 5, size: 1 }], gids: [{ container: 0, host: 6, size: 1 }] };
  expect(allocation.take({ kind: 'maps', ...maps }).maps).toEqual(maps);
  expect(allocation.take(undefined).maps).toBeUndefined();
});
