import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConmanError } from '../../errors/index.ts';
import { BlobStore } from './blob-store.ts';

const content = Buffer.from('0123456789'.repeat(1000));
const hex = createHash('sha256').update(content).digest('hex');
const digest = `sha256:${hex}`;
let root = '';
let store: BlobStore;

beforeEach(async () => {
  root = mkdtempSync('/tmp/cm-blob-');
  store = new BlobStore(join(root, 'blobs'), join(root, 'ingest'));
  await store.open();
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('content that is written gets the digest it has', async () => {
  expect(await store.write([content.subarray(0, 4000), content.subarray(4000)])).toEqual({
    digest,
    sizeBytes: content.length,
  });
  expect(await store.readDocument(digest)).toEqual(content);
  expect(await store.list()).toEqual([digest]);
  expect(readdirSync(join(root, 'ingest'))).toEqual([]);
  store.removeNow(digest);
  expect(await store.has(digest)).toBe(false);
});

test('what could not be written to its end leaves nothing, and so does what a crash interrupted', async () => {
  const failing = async function* () {
    yield content;
    throw new Error('the source broke');
  };
  await expect(store.write(failing())).rejects.toThrow('the source broke');
  expect(readdirSync(join(root, 'ingest'))).toEqual([]);
  writeFileSync(join(root, 'ingest', 'new-0123'), 'half');
  writeFileSync(join(root, 'ingest', `sha256-${hex}.partial`), 'to be resumed');
  await store.open();
  expect(readdirSync(join(root, 'ingest'))).toEqual([`sha256-${hex}.partial`]);
});

test('a document that is damaged or under another digest is refused', async () => {
  await expect(store.put(Buffer.from('other'), digest)).rejects.toMatchObject({ code: 'data-loss' });
  await store.put(content, digest);
  writeFileSync(store.path(digest), 'damaged');
  await expect(store.readDocument(digest)).rejects.toMatchObject({ code: 'data-loss' });
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
