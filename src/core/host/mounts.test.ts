import { expect, test } from 'vitest';
import { listMounts, parseMountinfo } from './mounts.ts';

test('escaped characters and optional fields are understood', () => {
  const text = [
    '36 35 98:0 /mnt1 /a\\040b\\134c rw,noatime master:1 shared:7 - ext4 /dev/root rw,errors=continue',
    '37 35 0:31 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids',
    '',
  ].join('\n');
  expect(parseMountinfo(text)).toEqual([
    {
      mountpoint: '/a b\\c',
      type: 'ext4',
      root: '/mnt1',
      options: ['rw', 'noatime'],
      superOptions: ['rw', 'errors=continue'],
    },
    {
      mountpoint: '/sys/fs/cgroup/pids',
      type: 'cgroup',
      root: '/',
      options: ['rw', 'relatime'],
      superOptions: ['rw', 'pids'],
    },
  ]);
});

test('the mounts of this machine hold the root', async () => {
  expect((await listMounts()).map((mount) => mount.mountpoint)).toContain('/');
});
