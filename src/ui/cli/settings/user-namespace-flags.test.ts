import { expect, test } from 'vitest';
import { userNamespaceOf } from './user-namespace-flags.ts';

test('whose the users of a container are, in every way it is written', () => {
  const range = { container: 0, host: 100_000, size: 65_536 };
  expect(userNamespaceOf({})).toBeUndefined();
  expect(userNamespaceOf({ userns: 'host' })).toEqual({ kind: 'host' });
  expect(userNamespaceOf({ userns: 'auto' })).toEqual({ kind: 'auto' });
  expect(userNamespaceOf({ userns: 'auto:size=1000' })).toEqual({ kind: 'auto', size: 1000 });
  expect(userNamespaceOf({ userns: '100000:65536' })).toEqual({ kind: 'maps', uids: [range], gids: [range] });
  expect(userNamespaceOf({ uidmap: ['0:100000:65536'] })).toEqual({ kind: 'maps', uids: [range], gids: [range] });
  expect(userNamespaceOf({ uidmap: ['0:100000:65536'], gidmap: ['0:5:1'] })).toEqual({
    kind: 'maps',
    uids: [range],
    gids: [{ container: 0, host: 5, size: 1 }],
  });
});

test.each([
  [{ userns: 'automatic' }, '--userns automatic is not understood'],
  [{ userns: '100000' }, '--userns 100000 is not understood'],
  [{ uidmap: ['0:1'] }, '--uidmap 0:1 is not understood'],
  [{ gidmap: ['a:b:c'] }, '--gidmap a:b:c is not understood'],
  [{ userns: 'auto', uidmap: ['0:1:1'] }, '--userns does not go with --uidmap and --gidmap'],
])('%j is refused', (flags, message) => {
  expect(() => userNamespaceOf(flags)).toThrow(message);
});
