import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cgroupHierarchies, isUnified, makeServiceCgroup } from './cgroups.ts';
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

test('a service cgroup is made where services are told apart, and not where resources are counted', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cgroups-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const hierarchies = cgroupHierarchies(parseMountinfo(hybrid)).map((hierarchy) => ({
    ...hierarchy,
    mountpoint: join(root, hierarchy.mountpoint),
  }));
  const fs = join(root, 'sys/fs/cgroup');
  expect(await makeServiceCgroup(hierarchies, '/conman/shims')).toEqual({
    v2: join(fs, 'unified/conman/shims'),
    v1: [join(fs, 'systemd/conman/shims')],
  });
  expect(readdirSync(fs).sort()).toEqual(['systemd', 'unified']);
});
