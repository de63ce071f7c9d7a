import { execFileSync, spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { buildShim, makeDir, shimPath } from './shim-case.ts';

beforeAll(buildShim);

const pin = (...paths: readonly string[]) => spawnSync(shimPath, ['--netns', ...paths], { encoding: 'utf8' });

it('makes a network namespace that stays, with a loopback interface that works, and is not in it itself', () => {
  const path = join(makeDir(), 'netns');
  const own = readlinkSync('/proc/self/ns/net');
  expect(pin(path)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  onTestFinished(() => void execFileSync('umount', [path]));
  const inside = (...command: readonly string[]) =>
    execFileSync('nsenter', [`--net=${path}`, ...command], { encoding: 'utf8' });
  expect(inside('readlink', '/proc/self/ns/net').trim()).not.toBe(own);
  expect(readlinkSync('/proc/self/ns/net')).toBe(own);
  expect(inside('busybox', 'ping', '-c1', '-W2', '127.0.0.1')).toContain('1 packets received');
  const settings = ['ping_group_range', 'ip_unprivileged_port_start'].map((name) => `/proc/sys/net/ipv4/${name}`);
  expect(inside('cat', ...settings)).toBe('0\t2147483647\n0\n');
});

it('says what it could not do', () => {
  expect(pin('/nowhere/netns')).toMatchObject({
    status: 1,
    stderr: 'conman-shim: cannot create the place of the namespace: No such file or directory\n',
  });
  expect(pin()).toMatchObject({
    status: 2,
    stderr: 'conman-shim: --netns needs one path, and may have that of a user namespace\n',
  });
});
