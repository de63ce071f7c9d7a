import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UnixClock } from '../host/clock.ts';
import { removeTree } from '../host/directories.ts';
import { VolumeStore } from './volume-store.ts';

let directory: string;
/** Ids of containers by the volume they have. */
let users: Map<string, string[]>;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conman-'));
  users = new Map();
});
afterEach(() => rmSync(directory, { recursive: true }));

async function open(): Promise<{ store: VolumeStore; problems: readonly string[] }> {
  const usersOf = (name: string) => users.get(name) ?? [];
  const store = new VolumeStore({ directory, clock: new UnixClock(), discard: removeTree, usersOf });
  const problems = await store.open();
  await store.settle();
  return { store, problems };
}

test('volumes are there until they are removed, and the next conmand finds them', async () => {
  const { store } = await open();
  const { mountpoint } = await store.create({ name: 'data', labels: { a: 'b' } });
  writeFileSync(join(mountpoint, 'x'), '');
  const anonymous = await store.create({});
  expect(anonymous).toMatchObject({ anonymous: true, name: expect.stringMatching(/^[0-9a-f]{32}$/) });
  const again = await open();
  expect(again.store.list().map(({ name }) => name)).toEqual(['data', anonymous.name].toSorted());
  expect(again.store.get('data')).toMatchObject({ labels: { a: 'b' }, anonymous: false, usedBy: [] });
  await again.store.remove('data');
  expect(existsSync(mountpoint)).toBe(false);
  expect(() => again.store.get('data')).toThrow('no volume "data"');
});

test('one that is used, or about to be, is not removed', async () => {
  const { store } = await open();
  await store.create({ name: 'used' });
  users.set('used', ['1234567890abcdef']);
  await expect(store.remove('used')).rejects.toMatchObject({ code: 'failed-precondition' });
  const { lease } = await store.obtain(['wanted', 'wanted']);
  await expect(store.remove('wanted')).rejects.toThrow('being made');
  users.set('wanted', ['a']);
  await lease.keep();
  await expect(store.remove('wanted')).rejects.toThrow('used by container a');
  users.delete('wanted');
  await store.remove('wanted');
});

test('what was made for a container that did not come to be goes, what was there stays', async () => {
  const { store } = await open();
  await store.create({ name: 'old' });
  const first = await store.obtain(['old', 'new', undefined]);
  const second = await store.obtain(['new']);
  await first.lease.release();
  // Somebody else wants it.
  expect(store.list().map(({ name }) => name)).toEqual(['new', 'old']);
  await second.lease.release();
  expect(store.list().map(({ name }) => name)).toEqual(['new', 'old']);
  // Nobody could give it back before a crash.
  await store.obtain(['lost', 'found']);
  users.set('found', ['a']);
  const again = await open();
  expect(again.store.list().map(({ name }) => name)).toEqual(['found', 'old']);
});

test('an unfinished volume goes, one that cannot be read is left alone and told', async () => {
  mkdirSync(join(directory, 'unfinished/data'), { recursive: true });
  mkdirSync(join(directory, 'broken'));
  writeFileSync(join(directory, 'broken/volume.json'), 'x');
  const { store, problems } = await open();
  expect(store.list()).toEqual([]);
  expect(problems).toEqual([expect.stringMatching(/^volume broken: .* is not JSON/)]);
  expect([existsSync(join(directory, 'unfinished')), existsSync(join(directory, 'broken'))]).toEqual([false, true]);
});

test.each(['', '../x', '.hidden', 'a/b', 'x'.repeat(129)])('%j is no name', async (name) => {
  const { store } = await open();
  await expect(store.create({ name })).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(store.obtain([name])).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('labels are given once', async () => {
  const { store } = await open();
  await store.create({ name: 'a' });
  expect(await store.create({ name: 'a' })).toMatchObject({ name: 'a' });
  await expect(store.create({ name: 'a', labels: { b: '' } })).rejects.toMatchObject({ code: 'already-exists' });
});
