import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveConfined } from './confined-path.ts';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'confined-'));
  await mkdir(join(root, 'usr/bin'), { recursive: true });
  await writeFile(join(root, 'usr/bin/tool'), '#!/bin/sh\n');
  await chmod(join(root, 'usr/bin/tool'), 0o755);
  await writeFile(join(root, 'plain'), '');
  await symlink('usr/bin', join(root, 'bin'));
  await symlink('/usr/bin/tool', join(root, 'absolute'));
  await symlink('../../../../../../etc/passwd', join(root, 'escape'));
  await symlink('/etc/passwd', join(root, 'escape-absolute'));
  await symlink('loop', join(root, 'loop'));
});

afterAll(() => rm(root, { recursive: true }));

test('links inside the root are followed, absolute ones from the root', () => {
  const hostPath = join(root, 'usr/bin/tool');
  for (const path of ['/bin/tool', '/absolute', '/usr/../bin/./tool', '/../../bin/tool']) {
    expect(resolveConfined(root, path), path).toEqual({ hostPath, kind: 'file', executable: true });
  }
});

test('nothing outside is ever found', () => {
  for (const path of ['/escape', '/escape-absolute', '/../etc/passwd', '/loop', '/plain/x', '/missing']) {
    expect(resolveConfined(root, path), path).toBeUndefined();
  }
});

test('a file without an execute bit is not executable', () => {
  expect(resolveConfined(root, '/plain')).toMatchObject({ kind: 'file', executable: false });
  expect(resolveConfined(root, '/usr')).toMatchObject({ kind: 'directory', executable: false });
});
