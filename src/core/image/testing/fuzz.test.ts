import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConmanError } from '../../errors/index.ts';
import { canonicalName, parseReference } from '../reference.ts';
import { LayerExtractor } from '../unpack/layer-extractor.ts';
import { TarReader } from '../unpack/tar-reader.ts';
import { fuzzedArchive, fuzzedReference } from './fuzz-cases.ts';
import { freshSeed, seededRandom } from './seeded-random.ts';

/** `FUZZ_ROUNDS=100000 FUZZ_SEED=random npm run fuzz:images` looks for longer, and elsewhere. */
const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 300);
const given = process.env['FUZZ_SEED'] ?? '1';
const seed = given === 'random' ? freshSeed() : Number(given);
let root = '';

beforeEach(() => {
  root = mkdtempSync('/tmp/cm-fuzz-');
  mkdirSync(join(root, 'outside'));
  writeFileSync(join(root, 'outside/file'), 'untouched');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test(`archives, seed ${seed}: unpacked or refused, and nothing outside is touched`, { timeout: 0 }, () => {
  const random = seededRandom(seed);
  for (let round = 0; round < rounds; round++) {
    const target = join(root, 'layer');
    mkdirSync(target);
    const extractor = new LayerExtractor({ target, maxBytes: 1_000_000 });
    const archive = fuzzedArchive(random);
    try {
      const reader = new TarReader(extractor);
      const piece = 1 + Math.floor(random() * 2000);
      for (let at = 0; at < archive.length; at += piece) reader.push(archive.subarray(at, at + piece));
      reader.finish();
      extractor.settle([]);
    } catch (error) {
      extractor.abandon();
      // Anything else is a mistake of ours.
      if (!(error instanceof ConmanError)) throw new Error(`round ${round} of seed ${seed}`, { cause: error });
    }
    expect(readdirSync(root).toSorted()).toEqual(['layer', 'outside']);
    expect(readFileSync(join(root, 'outside/file'), 'utf8')).toBe('untouched');
    expect(lstatSync(join(root, 'outside')).mode & 0o777).toBe(0o755);
    rmSync(target, { recursive: true, force: true });
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
