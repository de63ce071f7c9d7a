import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paxRecord, type TarMember } from '../../src/core/image/testing/tar-bytes.ts';
import { busyboxMembers } from '../fixtures/busybox-layers.ts';
import { TestEngine } from '../fixtures/engine.ts';
import type { TestLayer } from '../fixtures/image-pusher.ts';
import { listByUmoci, listLayers } from '../fixtures/merged-tree.ts';
import { TestRegistry } from '../fixtures/registry.ts';

let registry: TestRegistry;
let directory = '';

beforeAll(async () => {
  registry = await TestRegistry.start();
  directory = mkdtempSync('/tmp/cm-merged-');
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await registry[Symbol.asyncDispose]();
});

const pax = (key: string, value: string | Buffer): TarMember => ({
  path: 'pax',
  type: 'x',
  content: paxRecord(key, value),
});
const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex');
const folder = (path: string, more: Partial<TarMember> = {}): TarMember => ({
  path,
  type: '5',
  mode: 0o755,
  mtime: 1_400_000_000,
  ...more,
});

const images: Readonly<Record<string, readonly TestLayer[]>> = {
  plain: [{ members: busyboxMembers() }],
  special: [
    {
      members: [
        folder('./'),
        ...busyboxMembers(),
        folder('opt/'),
        folder('opt/d/', { uid: 7, gid: 8, mode: 0o2775 }),
        { path: 'opt/d/old', content: 'old' },
        { path: 'opt/target', content: 't'.repeat(9000), mtime: 1_500_000_000 },
      ],
    },
    {
      members: [
        { path: 'etc/.wh.group' },
        folder('opt/'),
        folder('opt/d/', { mode: 0o1777, mtime: 1_450_000_000 }),
        { path: 'opt/d/.wh..wh..opq' },
        { path: 'opt/d/new', mode: 0o4755, uid: 1000, gid: 1000, content: 'new', mtime: 1_300_000_000 },
        { path: 'opt/d/link', type: '1', link: 'opt/d/new' },
        { path: 'opt/absolute', type: '2', link: '/etc/passwd', mtime: 1_200_000_000 },
        { path: 'opt/fifo', type: '6', mode: 0o640 },
        { path: 'opt/null', type: '3', major: 1, minor: 3, mode: 0o666 },
        pax('SCHILY.xattr.security.capability', capability),
        { path: 'opt/ping', mode: 0o755, content: 'ping' },
        pax('SCHILY.xattr.user.note', 'héllo'),
        { path: 'opt/noted', content: 'noted' },
        pax('path', `opt/${'l'.repeat(150)}/`),
        folder('deep/'),
        pax('path', `opt/${'l'.repeat(150)}/${'m'.repeat(90)}`),
        { path: 'long', content: 'long' },
        { path: 'opt/owner', uid: 3_000_000, gid: 4_000_000, content: 'owner' },
      ],
    },
    {
      members: [
        folder('opt/'),
        { path: 'opt/.wh.fifo' },
        folder('opt/d/'),
        { path: 'opt/d/newer', content: 'x' },
        { path: 'opt/target', content: 'replaced', mtime: 1_600_000_000 },
      ],
    },
  ],
};

test.each(Object.keys(images))('the tree of the image "%s" is what umoci makes of it', async (name) => {
  await using engine = await TestEngine.open();
  const layers = images[name] ?? [];
  await registry.push(name, { layers }, '1');
  const image = `${registry.host}/${name}:1`;
  const work = mkdtempSync(join(directory, 'tree-'));
  for await (const _ of engine.images.pulls.follow(image, {}, new AbortController().signal));
  const { id } = await engine.containers.create({ name: 'x', image, command: ['true'] });
  const chainIds = (await engine.images.store.inspect(image)).layers.map(({ chainId }) => chainId);
  const lower = await engine.images.store.layerDirectories(image, chainIds);
  expect(listLayers(lower, work)).toBe(listByUmoci(image, work));
  await engine.containers.remove(id);
});
