import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conman } from '../cli/conman.ts';
import { busyboxMembers } from '../fixtures/busybox-layers.ts';
import { TestRegistry } from '../fixtures/registry.ts';
import { SlowRegistry } from '../fixtures/slow-registry.ts';

let registry: TestRegistry;

beforeAll(async () => {
  registry = await TestRegistry.start();
  const noise = [1, 2].map((number) => ({
    members: [{ path: `noise${number}`, content: randomBytes(3_000_000) }],
  }));
  await registry.push('app', { layers: [{ members: busyboxMembers() }, ...noise], config: { Cmd: ['ls', '/'] } }, '1');
});

afterAll(async () => {
  await registry[Symbol.asyncDispose]();
});

/** What a user of the store could take for an image or a part of one. */
function visible(conman: Conman): string[] {
  return ['layers', 'references'].flatMap((name) => names(join(conman.root, 'lib/images', name)));
}

function names(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

test('pull, list, inspect, run, remove', async () => {
  await using conman = await Conman.start();
  const name = `${registry.host}/app:1`;
  const pulled = await conman.ctl(['image', 'pull', name]);
  expect(JSON.parse(pulled.stdout)).toMatchObject({ changed: true, image: { name, command: ['ls', '/'] } });
  expect(pulled.stderr).toContain(`${name}: 3 layers for linux/amd64`);
  expect(await conman.ask('pull', '-q', name)).toMatchObject({ changed: false });
  expect(await conman.ask('image', 'list')).toMatchObject({ images: [{ name }, { name: 'busybox:latest' }] });
  const { id, layers } = (await conman.ask('image', 'inspect', name)) as { id: string; layers: unknown[] };
  expect(layers).toHaveLength(3);
  const hex = id.slice('sha256:'.length);
  expect((await conman.ctl(['run', '--rm', hex.slice(0, 12)])).stdout).toContain('noise1\nnoise2\n');
  await conman.ask('container', 'create', '--image', name, 'kept');
  expect(await conman.ctl(['image', 'rm', name])).toMatchObject({
    status: 5,
    stderr: expect.stringContaining('ps -a'),
  });
  await conman.ask('rm', 'kept');
  expect(await conman.ask('image', 'rm', hex)).toEqual({});
  await conman.ask('image', 'rm', 'busybox');
  expect(visible(conman)).toEqual([]);
  expect(await conman.ctl(['container', 'create', '--pull', 'never', '--image', name, 'x'])).toMatchObject({
    status: 3,
    stderr: expect.stringContaining(`conmanctl image pull ${name}`),
  });
});

test('conmand killed in the middle of pulls: nothing half is visible, and the next pull goes on', async () => {
  await using conman = await Conman.start();
  await using slow = await SlowRegistry.before(registry.host, 10_000);
  const name = `${slow.host}/app:1`;
  for (let round = 0; round < 4; round++) {
    const client = conman.spawn(['image', 'pull', name]);
    const closed = once(client, 'close');
    const said = text(client.stderr as AsyncIterable<Uint8Array>);
    const enough = slow.blobBytes + 100_000 * (round + 1);
    await expect.poll(() => slow.blobBytes, { interval: 5 }).toBeGreaterThan(enough);
    await conman.killDaemon();
    await closed;
    expect(await said).not.toContain('is here');
    await conman.startDaemon();
    expect(await conman.ask('image', 'list')).toMatchObject({ images: [{ name: 'busybox:latest' }] });
  }
  slow.hurry();
  expect(await conman.ask('image', 'pull', name)).toMatchObject({ changed: true });
  expect(slow.ranges.filter((range) => /^bytes=[1-9]\d*-$/.test(range))).not.toEqual([]);
  expect((await conman.ctl(['run', '--rm', name])).stdout).toContain('noise2');
  expect(names(join(conman.root, 'lib/images/ingest'))).toEqual([]);
  await conman.ask('image', 'rm', name);
});

test('Ctrl-C cancels a pull, at the daemon too, unless another one waits for it', async () => {
  await using conman = await Conman.start();
  await using slow = await SlowRegistry.before(registry.host, 10_000);
  const name = `${slow.host}/app:1`;
  const [alone, other] = [conman.spawn(['image', 'pull', name]), conman.spawn(['image', 'pull', name])];
  const outcome = text(other.stdout as AsyncIterable<Uint8Array>);
  // Each tells first what there is to fetch.
  await Promise.all([alone, other].map((client) => once(client.stderr as NodeJS.ReadableStream, 'data')));
  const closed = once(alone, 'close');
  alone.kill('SIGINT');
  expect(await closed).toEqual([130, null]);
  const requests = slow.ranges.length;
  slow.hurry();
  expect(JSON.parse(await outcome)).toMatchObject({ image: { name } });
  // The one that stayed had its blobs from the same requests: a configuration and three layers in all.
  expect(slow.ranges).toHaveLength(4);
  expect(requests).toBeLessThanOrEqual(4);
  await conman.ask('image', 'rm', name);
});
