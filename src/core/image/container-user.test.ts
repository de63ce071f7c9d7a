import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveUser } from './container-user.ts';

let rootfs = '';

beforeEach(() => {
  rootfs = mkdtempSync('/tmp/cm-user-');
  mkdirSync(join(rootfs, 'etc'));
  writeFileSync(join(rootfs, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nada:x:1000:1001::/home/ada:/bin/sh\n');
  writeFileSync(join(rootfs, 'etc/group'), 'root:x:0:\nada:x:1001:\nwheel:x:10:bob,ada\nother:x:11:adam\n');
});

afterEach(() => rmSync(rootfs, { recursive: true, force: true }));

test.each([
  ['', [0, 0, [], '/root']],
  ['root', [0, 0, [], '/root']],
  ['ada', [1000, 1001, [10], '/home/ada']],
  ['1000', [1000, 1001, [10], '/home/ada']],
  ['ada:wheel', [1000, 10, [], '/home/ada']],
  ['ada:77', [1000, 77, [], '/home/ada']],
  ['4000', [4000, 0, [], '/']],
  ['4000:wheel', [4000, 10, [], '/']],
])('%j', async (text, expected) => {
  const { uid, gid, additionalGids, home } = await resolveUser(rootfs, text);
  expect([uid, gid, additionalGids, home]).toEqual(expected);
});

test.each(['bob', 'ada:nobody', '-1', '99999999999', ':'])('nobody is %j', async (text) => {
  await expect(resolveUser(rootfs, text)).rejects.toMatchObject({ code: 'failed-precondition' });
});

test('the files are those of the root file system, and not without bounds', async () => {
  rmSync(join(rootfs, 'etc/passwd'));
  symlinkSync('/etc/shadow', join(rootfs, 'etc/passwd'));
  expect(await resolveUser(rootfs, '0')).toMatchObject({ uid: 0, home: '/root' });
  rmSync(join(rootfs, 'etc/passwd'));
  writeFileSync(join(rootfs, 'etc/passwd'), Buffer.alloc(2 << 20, 'x'));
  await expect(resolveUser(rootfs, 'ada')).rejects.toMatchObject({ code: 'data-loss' });
});
