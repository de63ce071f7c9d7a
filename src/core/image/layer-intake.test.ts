import { createHash, randomBytes } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeTree } from '../host/directories.ts';
import { BlobStore } from './content/blob-store.ts';
import { LayerStore } from './content/layer-store.ts';
import { digestOf } from './digest.ts';
import { LayerIntake, type OpenBlob } from './layer-intake.ts';
import { tarArchive } from './testing/tar-bytes.ts';

const content = tarArchive([{ path: 'file', content: randomBytes(20_000) }]);
const hex = createHash('sha256').update(content).digest('hex');
const digest = `sha256:${hex}`;
const job = { chainId: digest, diffId: digest, digest, blobBytes: content.length, below: [] };
const never = new AbortController().signal;
let root = '';
let blobs: BlobStore;
let layers: LayerStore;
let intake: LayerIntake;

beforeEach(async () => {
  root = mkdtempSync('/tmp/cm-intake-');
  const ingest = join(root, 'ingest');
  blobs = new BlobStore(join(root, 'blobs'), ingest);
  layers = new LayerStore(join(root, 'layers'), ingest, { discard: removeTree });
  await blobs.open();
  await layers.open();
  intake = new LayerIntake(blobs, layers, { attempts: 3, firstDelayMs: 1 });
});

afterEach(async () => {
  intake.close();
  await layers.idle();
  rmSync(root, { recursive: true, force: true });
});

const partial = (): string => join(root, 'ingest', `sha256-${hex}.partial`);

/** Sends `pieces`; an Error in their place breaks the connection. */
function source(attempts: readonly (readonly (Buffer | Error)[])[], starts: number[] = [], ranges = true): OpenBlob {
  let turn = 0;
  return async (_, asked) => {
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
  };
}

async function bring(open: OpenBlob, told: string[] = []): Promise<number> {
  const tell = (state: string): void => void (told.at(-1) === state || told.push(state));
  return await intake.bring(job, open, async () => undefined, tell, never);
}

async function* piecesAround(wait: Promise<void>): AsyncGenerator<Buffer> {
  yield content.subarray(0, 4000);
  await wait;
  yield content.subarray(4000);
}

async function expectWhole(): Promise<void> {
  expect(readFileSync(blobs.path(digest)).equals(content)).toBe(true);
  expect(await layers.sizeOf(digest)).toBe(20_000);
  expect(readFileSync(join(layers.path(digest), 'file'))).toHaveLength(20_000);
  expect(readdirSync(join(root, 'ingest'))).toEqual([]);
}

test('a layer and its blob are there when they are whole', async () => {
  const told: string[] = [];
  expect(await bring(source([[content.subarray(0, 4000), content.subarray(4000)]]), told)).toBe(20_000);
  expect(told).toEqual(['downloading', 'unpacking', 'verified']);
  await expectWhole();
});

test('a broken connection is resumed where it broke, however often, as long as something comes', async () => {
  const starts: number[] = [];
  const ends = [3000, 5000, 7000, 9000, 11_000];
  const attempts = ends.map((end, index) => [content.subarray(ends[index - 1] ?? 0, end), new Error('reset')]);
  await bring(source([...attempts, [content.subarray(11_000)]], starts));
  expect(starts).toEqual([0, ...ends]);
  await expectWhole();
});

test.each([true, false])('what an earlier attempt left is continued; ranges: %s', async (ranges) => {
  writeFileSync(partial(), content.subarray(0, 100));
  const starts: number[] = [];
  const done: number[] = [];
  const open = source([[ranges ? content.subarray(100) : content]], starts, ranges);
  await intake.bring(
    job,
    open,
    async () => undefined,
    (_, doneBytes) => void done.push(doneBytes),
    never,
  );
  expect(starts).toEqual([100]);
  // It is said at once what is there.
  expect(done[0]).toBe(100);
  await expectWhole();
});

test('a blob that is there is not fetched again', async () => {
  await blobs.write([content]);
  await bring(source([[new Error('not to be asked')]]));
  await expectWhole();
});

test.each<[string, Buffer[]]>([
  ['other content', [Buffer.alloc(content.length, 'x')]],
  ['more than there is', [content, Buffer.from('more')]],
])('%s is refused and not kept', async (_, pieces) => {
  await expect(bring(source([pieces]))).rejects.toMatchObject({ code: 'data-loss' });
  expect(await blobs.has(digest)).toBe(false);
  expect(await layers.list()).toEqual([]);
});

test('a damaged blob of an earlier attempt is thrown away', async () => {
  writeFileSync(partial(), Buffer.alloc(100, 'x'));
  await expect(bring(source([[content.subarray(100)]]))).rejects.toMatchObject({ code: 'data-loss' });
  expect(existsSync(partial())).toBe(false);
});

test('when the connection goes on breaking, the failure says so and what came is kept', async () => {
  const broken = [content.subarray(0, 10), new Error('reset')];
  await expect(bring(source([broken, [new Error('reset')], [], []]))).rejects.toMatchObject({ code: 'unavailable' });
  expect(readFileSync(partial())).toHaveLength(10);
});

test('what came of a layer is let go of when it is done', async () => {
  const abort = new AbortController();
  await intake.bring(
    job,
    source([[content]]),
    async () => undefined,
    () => undefined,
    abort.signal,
  );
  expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
});

test('a layer does not wait for another one whose content comes slowly', async () => {
  const done = Promise.withResolvers<void>();
  const slow: OpenBlob = async () => ({ start: 0, body: Readable.from(piecesAround(done.promise)) });
  const first = bring(slow);
  const other = tarArchive([{ path: 'other', content: 'other' }]);
  const otherDigest = digestOf(other);
  const otherJob = { ...job, chainId: otherDigest, diffId: otherDigest, digest: otherDigest, blobBytes: other.length };
  await intake.bring(
    otherJob,
    source([[other]]),
    async () => undefined,
    () => undefined,
    never,
  );
  done.resolve();
  expect(await first).toBe(20_000);
  expect(readFileSync(join(layers.path(otherDigest), 'other'), 'utf8')).toBe('other');
});

test('a layer that waits long for those below it is whole', { timeout: 30_000 }, async () => {
  // Longer than a thread is kept without a reason.
  const below = () => new Promise((resolve) => setTimeout(resolve, 3_000));
  await intake.bring(job, source([[content]]), below, () => undefined, never);
  await expectWhole();
});

test('when the layers below cannot be had, nothing of it is visible, and its blob is kept', async () => {
  const below = async () => {
    throw new Error('no base');
  };
  await expect(intake.bring(job, source([[content]]), below, () => undefined, never)).rejects.toThrow('no base');
  expect(await layers.list()).toEqual([]);
  expect(await blobs.has(digest)).toBe(true);
});
