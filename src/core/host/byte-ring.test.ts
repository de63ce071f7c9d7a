import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { ByteRing } from './byte-ring.ts';

async function drain(ring: ByteRing): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let chunk = await ring.read(); chunk !== undefined; chunk = await ring.read()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

test('what goes in comes out, in order, many times around', async () => {
  const ring = ByteRing.create(64);
  const content = randomBytes(10_000);
  const out = drain(new ByteRing(ring.memory));
  for (let at = 0; at < content.length; at += 37) await ring.write(content.subarray(at, at + 37));
  ring.end();
  expect((await out).equals(content)).toBe(true);
});

test('the counters may run over', async () => {
  const ring = ByteRing.create(64);
  const words = new Int32Array(ring.memory, 0, 2);
  words.fill(0x7fff_ffe0);
  const content = randomBytes(300);
  const out = drain(ring);
  await ring.write(content);
  ring.end();
  expect((await out).equals(content)).toBe(true);
});

test('a writer is told that the reader is gone, also while it waits', async () => {
  const ring = ByteRing.create(16);
  const written = ring.write(randomBytes(100));
  ring.leave();
  expect(await written).toBe(false);
  expect(ring.writeSync(randomBytes(1))).toBe(false);
});

test('a chunk stays as it is until the next is asked for', async () => {
  const ring = ByteRing.create(16);
  ring.writeSync(Buffer.from('0123456789abcdef'));
  const first = ring.readSync();
  const pending = ring.write(Buffer.from('XXXX'));
  expect(first?.toString()).toBe('0123456789abcdef');
  ring.end();
  ring.readSync();
  expect(await pending).toBe(true);
});

test('what was written before the writer failed is read', async () => {
  const ring = ByteRing.create(16);
  await ring.write(Buffer.from('kept'));
  ring.fail();
  expect(String(await ring.read())).toBe('kept');
  await expect(ring.read()).rejects.toMatchObject({ code: 'cancelled' });
});

test('a reader is told that the writer failed, but not after it had ended', async () => {
  const ring = ByteRing.create(16);
  const reading = ring.read();
  ring.fail();
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  const other = ByteRing.create(16);
  other.end();
  other.fail();
  expect(await other.read()).toBeUndefined();
});

test('a writer knows how much there is room for, and when the reader is done with all of it', () => {
  const ring = ByteRing.create(16);
  ring.writeSync(Buffer.from('0123456789'));
  expect(ring.freeBytes).toBe(6);
  expect(ring.readSync()).toHaveLength(10);
  // What the reader has in its hands is not free yet.
  expect(ring.freeBytes).toBe(6);
  ring.leave();
  expect(ring.drainSync()).toBe(false);
  ring.end();
  expect(ring.readSync()).toBeUndefined();
  expect([ring.freeBytes, ring.drainSync()]).toEqual([16, true]);
});
