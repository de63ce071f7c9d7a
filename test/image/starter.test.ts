import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unpackBusybox } from '../fixtures/busybox-layers.ts';
import { TestEngine } from '../fixtures/engine.ts';

test('the starter image is an image like any other: made on first use, removed for good, made again when it is asked for', async () => {
  await using engine = await TestEngine.open();
  const names = async () => (await engine.images.store.list()).map(({ name }) => name);
  expect(existsSync(join(engine.config.libRoot, 'images/starter.json'))).toBe(false);
  expect(await names()).toEqual(['busybox:latest']);
  expect(await engine.images.verify('busybox')).toMatchObject({ problems: [] });
  expect(await engine.images.history('busybox')).toMatchObject([{ createdBy: expect.stringContaining('busybox') }]);
  await engine.images.remove('busybox');
  expect(await names()).toEqual([]);
  const id = await engine.run({ command: ['true'] });
  expect(await names()).toEqual(['busybox:latest']);
  await engine.containers.remove(id);
});

test('the starter image of conman 0.1 goes when no container is made of it any more', async () => {
  await using engine = await TestEngine.open();
  const old = join(engine.config.libRoot, 'images/busybox');
  mkdirSync(old, { recursive: true });
  unpackBusybox(join(old, 'rootfs'));
  writeFileSync(join(old, 'image.json'), '{}');
  const { id } = await engine.containers.create({
    name: 'old',
    image: join(old, 'rootfs'),
    command: ['cat', '/etc/group'],
  });
  await engine.reopen();
  await engine.containers.start(id);
  await engine.containers.waitForExit(id);
  expect(readFileSync(engine.containers.status(id).logPath, 'utf8')).toContain('wheel');
  await engine.containers.remove(id);
  await engine.reopen();
  expect(existsSync(old)).toBe(false);
});
