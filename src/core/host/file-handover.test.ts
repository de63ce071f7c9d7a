import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileHandover, makeHandedOverFiles } from './file-handover.ts';

const facts = { mode: 0o640, uid: 1, gid: 2, mtime: 1_600_000_000.5 };
let root = '';

beforeEach(() => {
  root = mkdtempSync('/tmp/cm-handover-');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function handOver(handover: FileHandover, path: string, content: Buffer): boolean {
  const file = handover.begin(path, content.length);
  file?.write(content.subarray(0, 3));
  file?.write(content.subarray(3));
  file?.setFacts(facts);
  file?.close();
  return file !== undefined;
}

/** Fills what there is between the threads, without another thread. */
function fill(handover: FileHandover): string[] {
  const paths: string[] = [];
  for (let index = 0; index < 1000; index++) {
    if (!handOver(handover, `f${index}`, Buffer.alloc(10_000, String(index)))) return paths;
    paths.push(`f${index}`);
  }
  throw new Error('there is no end to it');
}

test('files come as they were handed over, and none when the other thread does not keep up', async () => {
  const ring = FileHandover.createRing();
  const handover = new FileHandover(ring.memory);
  const paths = fill(handover);
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.every((path) => handover.has(path))).toBe(true);
  // Those of the batch that is not full are not sent before the end, which `flush` would wait for.
  const making = makeHandedOverFiles({ root, input: ring.memory });
  handover.end();
  await making;
  const [first = ''] = paths;
  const { mode, uid, gid, mtimeMs } = statSync(join(root, first));
  expect({ mode: mode & 0o7777, uid, gid, mtime: mtimeMs / 1000 }).toEqual(facts);
  expect(readFileSync(join(root, first), 'utf8')).toBe('0'.repeat(10_000));
});

test('what is there is remembered no longer than until the next files are sent', async () => {
  const ring = FileHandover.createRing();
  const capacity = ring.freeBytes;
  const handover = new FileHandover(ring.memory);
  const [first = ''] = fill(handover);
  const making = makeHandedOverFiles({ root, input: ring.memory });
  while (ring.freeBytes < capacity) await new Promise((resolve) => setImmediate(resolve));
  expect(handover.has(first)).toBe(true);
  expect(handOver(handover, 'next', Buffer.alloc(30_000))).toBe(true);
  expect([handover.has(first), handover.has('next')]).toEqual([false, true]);
  handover.end();
  await making;
});

test('large files are not taken', () => {
  const handover = new FileHandover(FileHandover.createRing().memory);
  expect(handover.begin('large', 1_000_000)).toBeUndefined();
});

test('a file that is broken off is not made', async () => {
  const ring = FileHandover.createRing();
  const handover = new FileHandover(ring.memory);
  handover.begin('broken', 10)?.write(Buffer.from('12345'));
  expect(handover.has('broken')).toBe(false);
  fill(handover);
  handover.end();
  await makeHandedOverFiles({ root, input: ring.memory });
  expect(() => statSync(join(root, 'broken'))).toThrow('ENOENT');
});

test('when a file cannot be made, the other side is told, and why is said once', async () => {
  const ring = FileHandover.createRing();
  const handover = new FileHandover(ring.memory);
  mkdirSync(join(root, 'f0'));
  fill(handover);
  await expect(makeHandedOverFiles({ root, input: ring.memory })).rejects.toThrow('cannot make "f0" in the layer');
  expect(() => handover.flush()).toThrow(expect.objectContaining({ code: 'cancelled' }));
});
