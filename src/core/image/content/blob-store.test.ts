import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConmanError } from '../../errors/index.ts';
import { type BlobSource, BlobStore } from './blob-store.ts';

const content = Buffer.from('0123456789'.repeat(1000));
const hex = createHash('sha256').update(content).digest('hex');
const digest = `sha256:${hex}`;
const never = new AbortController().signal;
let root = '';
let store: BlobStore;

beforeEach(() => {
  root = mkdtempSync('/tmp/cm-blob-');
  mkdirSync(join(root, 'ingest'));
  store = new BlobStore(join(root, 'blobs'), join(root, 'ingest'), { attempts: 3, firstDelayMs: 1 });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const partial = (): string => join(root, 'ingest', `sha256-${hex}.partial`);

/** Sends `pieces`; an Error in their place breaks the connection. */
function source(attempts: readonly (readonly (Buffer | Error)[])[], starts: number[] = [], ranges = true): BlobSource {
  let turn = 0;
  return {
    digest,
    sizeBytes: content.length,
    async open(asked) {
      starts.push(asked);
      const pieces = attempts[turn++] ?? [];
      const body = Readable.from(
        (async function* () {
          for (const piece of pieces) {
            if (piece instanceof Error) throw piece;
            yield piece;
          }
        })(),
      );
      return { start: ranges ? asked : 0, body };
    },
  };
}

test('a blob is there when it is whole', async () => {
  const seen: number[] = [];
  expect(await store.has(digest)).toBe(false);
  await store.ingest(source([[content.subarray(0, 4000), content.subarray(4000)]]), (bytes) => seen.push(bytes), never);
  expect(seen).toEqual([4000, 10_000]);
  expect(await store.has(digest)).toBe(true);
  expect(readFileSync(store.path(digest))).toEqual(content);
  expect(readdirSync(join(root, 'ingest'))).toEqual([]);
});

test('a broken connection is resumed where it broke', async () => {
  const starts: number[] = [];
  const attempts = [
    [content.subarray(0, 3000), new Error('reset')],
    [content.subarray(3000, 5000)],
    [content.subarray(5000)],
  ];
  await store.ingest(source(attempts, starts), () => undefined, never);
  expect(starts).toEqual([0, 3000, 5000]);
  expect(readFileSync(store.path(digest))).toEqual(content);
});

test('what an earlier attempt left is continued, or begun anew where there are no ranges', async () => {
  writeFileSync(partial(), content.subarray(0, 100));
  const starts: number[] = [];
  await store.ingest(source([[content]], starts, false), () => undefined, never);
  expect(starts).toEqual([100]);
  expect(readFileSync(store.path(digest))).toEqual(content);
});

test('a damaged beginning is thrown away and fetched again', async () => {
  writeFileSync(partial(), Buffer.alloc(100, 'x'));
  const starts: number[] = [];
  await store.ingest(source([[content.subarray(100)], [content]], starts), () => undefined, never);
  expect(starts).toEqual([100, 0]);
  expect(readFileSync(store.path(digest))).toEqual(content);
});

test.each<[string, (Buffer | Error)[]]>([
  ['other content', [Buffer.alloc(content.length, 'x')]],
  ['more than there is', [content, Buffer.from('more')]],
])('%s is refused and not kept', async (_, pieces) => {
  await expect(store.ingest(source([pieces]), () => undefined, never)).rejects.toMatchObject({ code: 'data-loss' });
  expect(await store.has(digest)).toBe(false);
  expect(readFileSync(partial())).toHaveLength(0);
});

test('when the connection goes on breaking, the failure says so and what came is kept', async () => {
  const broken = [content.subarray(0, 10), new Error('reset')];
  await expect(store.ingest(source([broken, [new Error('reset')], []]), () => undefined, never)).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(readFileSync(partial())).toHaveLength(10);
});

test('what is no digest never becomes a path', () => {
  for (const text of [
    'sha256:../x',
    `../${digest}`,
    `sha256:${hex}/..`,
    `sha256:${hex.toUpperCase()}`,
    `md5:${hex}`,
    '',
  ]) {
    expect(() => store.path(text)).toThrow(ConmanError);
  }
});
