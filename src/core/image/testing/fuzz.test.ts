import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { ConmanError } from '../../errors/index.ts';
import { FileHandover } from '../../host/file-handover.ts';
import { TaskThread } from '../../host/task-thread.ts';
import { threadProgram } from '../../host/thread-program.ts';
import { canonicalName, parseReference } from '../reference.ts';
import { LayerExtractor } from '../unpack/layer-extractor.ts';
import { TarReader } from '../unpack/tar-reader.ts';
import { fuzzedArchive, fuzzedReference } from './fuzz-cases.ts';
import { freshSeed, seededRandom } from './seeded-random.ts';
import { treeListing } from './tree-listing.ts';

/** `FUZZ_ROUNDS=100000 FUZZ_SEED=random npm run fuzz:images` looks for longer, and elsewhere. */
const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 300);
const given = process.env['FUZZ_SEED'] ?? '1';
const seed = given === 'random' ? freshSeed() : Number(given);
const helper = new TaskThread(threadProgram('../unpack/file-worker', import.meta.url));
let root = '';

afterAll(() => helper.close());

beforeEach(() => {
  root = mkdtempSync('/tmp/cm-fuzz-');
  mkdirSync(join(root, 'outside'));
  writeFileSync(join(root, 'outside/file'), 'untouched');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What becomes of an archive that comes in pieces: a listing, or why it was refused. */
function unpack(archive: Buffer, piece: number, handover?: FileHandover): string | ConmanError {
  const target = join(root, 'layer');
  const extractor = new LayerExtractor({ target, maxBytes: 1_000_000, handover });
  try {
    const reader = new TarReader(extractor);
    for (let at = 0; at < archive.length; at += piece) reader.push(archive.subarray(at, at + piece));
    reader.finish();
    extractor.finish();
    extractor.settle([]);
    return treeListing(target);
  } catch (error) {
    extractor.abandon();
    // Anything else is a mistake of ours.
    if (!(error instanceof ConmanError)) throw error;
    return error;
  }
}

/** The same by two threads. */
async function unpackHelped(archive: Buffer, piece: number): Promise<string | ConmanError> {
  const ring = FileHandover.createRing();
  const helped = helper.run({ root: join(root, 'layer'), input: ring.memory });
  const handover = new FileHandover(ring.memory);
  const result = unpack(archive, piece, handover);
  handover.end();
  await helped;
  return result;
}

test(`archives, seed ${seed}: unpacked or refused, by one thread as by two, and nothing outside is touched`, {
  timeout: 0,
}, async () => {
  const random = seededRandom(seed);
  for (let round = 0; round < rounds; round++) {
    const target = join(root, 'layer');
    const archive = fuzzedArchive(random);
    const piece = 1 + Math.floor(random() * 2000);
    const results: unknown[] = [];
    for (const way of [unpack, unpackHelped]) {
      mkdirSync(target);
      try {
        const result = await way(archive, piece);
        results.push(result instanceof ConmanError ? result.message : result);
      } catch (error) {
        throw new Error(`round ${round} of seed ${seed}`, { cause: error });
      }
      expect(readdirSync(root).toSorted()).toEqual(['layer', 'outside']);
      expect(readFileSync(join(root, 'outside/file'), 'utf8')).toBe('untouched');
      expect(lstatSync(join(root, 'outside')).mode & 0o777).toBe(0o755);
      rmSync(target, { recursive: true, force: true });
    }
    expect(results[1], `round ${round} of seed ${seed}`).toEqual(results[0]);
  }
});

test(`names, seed ${seed}: refused, or such that they mean the same again`, () => {
  const random = seededRandom(seed);
  for (let round = 0; round < rounds * 20; round++) {
    const text = fuzzedReference(random);
    let name: string;
    try {
      name = canonicalName(parseReference(text));
    } catch (error) {
      if (!(error instanceof ConmanError && error.code === 'invalid-argument')) throw error;
      continue;
    }
    expect(canonicalName(parseReference(name))).toBe(name);
    // Part of a URL: nothing that could lead elsewhere.
    expect(name).toMatch(/^[\w.:[\]-]+(?:\/[a-z0-9._-]+)+(?::[\w.-]+)?(?:@[a-z0-9]+:[0-9a-f]+)?$/i);
    expect(name.split('/')).not.toContain('..');
  }
});
