import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookUpUser } from './user-lookup.ts';

let rootfs: string;

beforeEach(() => {
  rootfs = mkdtempSync(join(tmpdir(), 'conman-'));
  mkdirSync(join(rootfs, 'etc'));
  const accounts = ['root:x:0:0:root:/root:/bin/sh', 'web:x:33:34::/var/www:', 'bad line', 'huge:x:99999999999:1::/:'];
  writeFileSync(join(rootfs, 'etc/passwd'), accounts.join('\n'));
  writeFileSync(join(rootfs, 'etc/group'), 'root:x:0:\nwww:x:34:web\nlogs:x:50:root,web\nvideo:x:44:\n');
});

afterEach(() => rmSync(rootfs, { recursive: true }));

test.each([
  [undefined, [], { uid: 0, gid: 0, groups: [], home: '/root' }],
  ['web', [], { uid: 33, gid: 34, groups: [50], home: '/var/www' }],
  ['33', [], { uid: 33, gid: 34, groups: [50], home: '/var/www' }],
  ['web:logs', [], { uid: 33, gid: 50, groups: [], home: '/var/www' }],
  ['web:7', ['video', '9', '7'], { uid: 33, gid: 7, groups: [44, 9], home: '/var/www' }],
  ['1000', [], { uid: 1000, gid: 0, groups: [], home: '/' }],
  ['1000:1000', [], { uid: 1000, gid: 1000, groups: [], home: '/' }],
  [undefined, ['video'], { uid: 0, gid: 0, groups: [50, 44], home: '/root' }],
  ['4294967294', [], { uid: 4_294_967_294, gid: 0, groups: [], home: '/' }],
])('%s %j', async (user, groups, expected) => {
  expect(await lookUpUser(rootfs, user, groups)).toEqual(expected);
});

test.each([
  ['nobody', 'there is no user "nobody"'],
  ['web:nogroup', 'there is no group "nogroup"'],
  ['huge', 'there is no user "huge"'],
  ['4294967295', 'there is no user'],
  ['-1', 'there is no user'],
  ['web:', 'is not USER or USER:GROUP'],
  [':34', 'is not USER or USER:GROUP'],
  ['a:b:c', 'is not USER or USER:GROUP'],
])('%s is refused', async (user, message) => {
  await expect(lookUpUser(rootfs, user, [])).rejects.toThrow(message);
});

test('the users of the host are not those of a root file system that links to them', async () => {
  rmSync(join(rootfs, 'etc/passwd'));
  symlinkSync('../../../../../../../../etc/passwd', join(rootfs, 'etc/passwd'));
  await expect(lookUpUser(rootfs, 'root', [])).rejects.toThrow('there is no user "root"');
});
