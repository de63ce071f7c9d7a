import { expect, test } from 'vitest';
import { cgroupHierarchies, isUnified } from './cgroups.ts';
import { parseMountinfo } from './mounts.ts';

const hybrid = `
31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate
90 31 0:38 / /elsewhere/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate
`;
const unified = '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n';

test('a hybrid host has v1 hierarchies and a v2 one, each once', () => {
  const hierarchies = cgroupHierarchies(parseMountinfo(hybrid));
  expect(hierarchies).toEqual([
    { mountpoint: '/sys/fs/cgroup/cpu,cpuacct', version: 1, controllers: ['cpu', 'cpuacct'] },
    { mountpoint: '/sys/fs/cgroup/systemd', version: 1, controllers: ['name=systemd'] },
    { mountpoint: '/sys/fs/cgroup/unified', version: 2, controllers: [] },
  ]);
  expect(isUnified(hierarchies)).toBe(false);
});

test('a v2 host has one hierarchy', () => {
  const hierarchies = cgroupHierarchies(parseMountinfo(unified));
  expect(hierarchies).toEqual([{ mountpoint: '/sys/fs/cgroup', version: 2, controllers: [] }]);
  expect(isUnified(hierarchies)).toBe(true);
});
