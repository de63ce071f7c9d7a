import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { busyboxMembers } from '../fixtures/busybox-layers.ts';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { TestRegistry } from '../fixtures/registry.ts';

let registry: TestRegistry;

beforeAll(async () => {
  registry = await TestRegistry.start();
  const members = [
    { path: 'srv/', type: '5', mode: 0o755, mtime: 1_500_000_000 },
    { path: 'srv/kept', content: 'kept', mode: 0o640, uid: 7, mtime: 1_500_000_000 },
    { path: 'srv/second', type: '1', link: 'srv/kept' },
    { path: 'srv/gone', content: 'gone' },
    { path: 'srv/changed', content: 'old', mtime: 1_500_000_000 },
    { path: 'srv/old/', type: '5', mode: 0o755 },
    { path: 'srv/old/file', content: 'x' },
  ];
  await registry.push('app', { layers: [{ members: busyboxMembers() }, { members }] }, '1');
});

afterAll(async () => {
  await registry[Symbol.asyncDispose]();
});

async function pull(engine: TestEngine): Promise<string> {
  const image = `${registry.host}/app:1`;
  for await (const _ of engine.images.pulls.follow(image, {}, new AbortController().signal));
  return image;
}

const script = 'stat -c "%a %u %h" /srv/kept; rm /srv/gone; rm -r /srv/old; echo new >/srv/changed; mkdir /srv/made';

/** What overlay says of the script as well. */
async function expectChanges(engine: TestEngine, id: string): Promise<void> {
  const changes = await engine.containers.changes(id);
  expect(changes.filter(({ path }) => path.startsWith('/srv'))).toEqual([
    { kind: 'changed', path: '/srv' },
    { kind: 'changed', path: '/srv/changed' },
    { kind: 'deleted', path: '/srv/gone' },
    { kind: 'added', path: '/srv/made' },
    { kind: 'deleted', path: '/srv/old' },
  ]);
}

const logOf = (engine: TestEngine, id: string): string => readFileSync(engine.containers.status(id).logPath, 'utf8');

test.each(['copy', 'overlay'] as const)('a container changes its files, and they are committed: %s', async (driver) => {
  await using engine = await TestEngine.open({ rootfsDriver: driver });
  const image = await pull(engine);
  const id = await engine.run({ image, command: ['sh', '-c', script] });
  expect(logOf(engine, id)).toContain('640 7 2');
  await expectChanges(engine, id);
  const made = await engine.containers.commit(id, 'made:1', {});
  const command = ['sh', '-c', 'cat /srv/changed /srv/second; echo; ls /srv'];
  const second = await engine.run({ image: made.name, name: 'second', command });
  // A line that was written in two parts may be two partial entries.
  const entries = [...logOf(engine, second).matchAll(/ ([FP]) (.*)/g)];
  const said = entries.map(([, kind, part = '']) => (kind === 'P' ? part : `${part}\n`)).join('');
  expect(said).toBe('new\nkept\nchanged\nkept\nmade\nsecond\n');
  const exported = await text(engine.containers.export(id));
  expect(exported).not.toContain('srv/gone');
  expect(exported).toContain('srv/made/');
  await engine.containers.remove(second);
  await engine.images.remove('made:1');
});

test('a copy is mounted again after a restart of the machine, and starts with what it had', async () => {
  await using engine = await TestEngine.open({ rootfsDriver: 'copy' });
  const image = await pull(engine);
  const id = await engine.run({ image, command: ['sh', '-c', 'echo again >>/srv/changed; cat /srv/changed'] });
  execFileSync('umount', [engine.containers.locate(id).rootfs]);
  await engine.reopen();
  await engine.containers.start(id);
  await engine.containers.waitForExit(id);
  expect(logOf(engine, id).match(/again/g)).toHaveLength(3);
});

/** Runs an engine whose state is where no overlay can be laid: of an overlay the upper directory of another cannot be. */
async function withoutOverlay(driver: 'auto' | 'overlay', use: (engine: TestEngine) => Promise<void>): Promise<void> {
  const root = makeTestRoot();
  const lib = join(root, 'lib');
  for (const name of ['lib', 'below', 'upper', 'work']) mkdirSync(join(root, name));
  const options = `lowerdir=${root}/below,upperdir=${root}/upper,workdir=${root}/work`;
  execFileSync('mount', ['-t', 'overlay', '-o', options, 'overlay', lib]);
  try {
    await using engine = await TestEngine.open({ rootfsDriver: driver }, root);
    await use(engine);
    execFileSync('umount', ['-l', lib]);
  } finally {
    execFileSync('sh', ['-c', 'umount -l "$1" 2>/dev/null; rm -rf "$2"', 'sh', lib, root]);
  }
}

test('where there are no overlays, root file systems are copied', async () => {
  await withoutOverlay('auto', async (engine) => {
    const id = await engine.run({ command: ['sh', '-c', 'echo here >/file; cat /file'] });
    expect(logOf(engine, id)).toContain('here');
    expect(existsSync(join(engine.config.libRoot, 'containers', id, 'probe'))).toBe(false);
    await engine.containers.remove(id);
  });
});

test('unless that is ruled out: then it is said what to do', async () => {
  await withoutOverlay('overlay', async (engine) => {
    await expect(engine.run({ command: ['true'] })).rejects.toMatchObject({
      code: 'failed-precondition',
      hint: expect.stringContaining('--rootfs-driver copy'),
    });
  });
});
