import { expect, test } from 'vitest';
import type { PullProgress, PushProgress } from '../api/image-transfer.ts';
import { ConmanError } from '../errors/index.ts';
import { Wire } from './testing/wire.ts';

const wire = new Wire();

const image = { name: 'busybox', id: 'sha256:1', createdAt: 7n, sizeBytes: 2 ** 41, command: ['sh'] };
/** More than one message can hold. */
const pieces = Array.from({ length: 40 }, (_, index) => Buffer.alloc(100_000, index));
const whole = Buffer.concat(pieces);

async function* archive(): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

test('archives come whole, of images, containers and files', async () => {
  const asked: unknown[] = [];
  const give = (...words: unknown[]): AsyncIterable<Uint8Array> => {
    asked.push(words.slice(0, -1));
    return archive();
  };
  const engine = await wire.serve({ saveImages: give, exportImage: give, exportContainer: give, copyOut: give });
  expect((await joined(engine.saveImages(['a', 'b']))).equals(whole)).toBe(true);
  expect((await joined(engine.exportImage('i'))).equals(whole)).toBe(true);
  expect((await joined(engine.exportContainer('c'))).equals(whole)).toBe(true);
  expect((await joined(engine.copyOut('c', '/p', { name: 'n', followLink: true }))).equals(whole)).toBe(true);
  expect(asked).toEqual([[['a', 'b']], ['i'], ['c'], ['c', '/p', { name: 'n', followLink: true }]]);
});

test('archives go whole, with what they are for, and what was made of them comes back', async () => {
  const asked: unknown[] = [];
  const engine = await wire.serve({
    async loadImages(sent, name) {
      asked.push([(await joined(sent)).equals(whole), name]);
      return [image];
    },
    async importImage(sent, name, changes) {
      asked.push([(await joined(sent)).equals(whole), name, changes]);
      return image;
    },
    async copyIn(ref, directory, sent) {
      asked.push([(await joined(sent)).equals(whole), ref, directory]);
      return { entries: 3, bytes: 2 ** 41 };
    },
  });
  expect(await engine.loadImages(archive(), 'n')).toEqual([image]);
  expect(await engine.importImage(archive(), 'n', { command: ['x'] })).toEqual(image);
  expect(await engine.copyIn('c', '/d', archive())).toEqual({ entries: 3, bytes: 2 ** 41 });
  expect(asked).toEqual([
    [true, 'n'],
    [true, 'n', expect.objectContaining({ command: ['x'] })],
    [true, 'c', '/d'],
  ]);
});

test('an archive that is refused in its midst is not sent to its end, and the reason arrives', async () => {
  const engine = await wire.serve({
    async copyIn(_ref, _directory, sent) {
      for await (const _chunk of sent) throw new ConmanError('resource-exhausted', 'the disk is full');
      return { entries: 0, bytes: 0 };
    },
  });
  const endless = (async function* (): AsyncGenerator<Uint8Array> {
    for (;;) yield Buffer.alloc(100_000);
  })();
  await expect(engine.copyIn('c', '/d', endless)).rejects.toMatchObject({
    code: 'resource-exhausted',
    message: 'the disk is full',
  });
});

test('what becomes of a pull, a push and a container is told as it happens', async () => {
  const pulled: PullProgress[] = [
    {
      kind: 'resolved',
      name: 'n',
      digest: 'd',
      platform: 'linux/amd64',
      layers: [{ digest: 'l', sizeBytes: 2 ** 41 }],
    },
    { kind: 'layer', digest: 'l', state: 'unpacking', doneBytes: 2 ** 40 },
    { kind: 'done', image, changed: false },
  ];
  const pushed: PushProgress[] = [
    { kind: 'layer', digest: 'l', state: 'mounted', doneBytes: 1, sizeBytes: 2 ** 41 },
    { kind: 'done', name: 'n', digest: 'd' },
  ];
  const changed = [
    { kind: 'added', path: '/a' },
    { kind: 'deleted', path: '/ü' },
  ] as const;
  const engine = await wire.serve({
    pullImage: async function* () {
      yield* pulled;
    },
    watchPull: async function* () {
      yield* pulled;
    },
    pushImage: async function* () {
      yield* pushed;
    },
    containerChanges: async () => changed,
  });
  expect(await all(engine.pullImage('n'))).toEqual(pulled);
  expect(await all(engine.watchPull('p'))).toEqual(pulled);
  expect(await all(engine.pushImage('n'))).toEqual(pushed);
  expect(await engine.containerChanges('c')).toEqual(changed);
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
