import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Decompressor } from './decompress.ts';

const texts = ['first ', 'second '.repeat(50_000), '', 'third'].map((text) => Buffer.from(text));
const whole = Buffer.concat(texts);
const skippable = Buffer.concat([Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 7, 0, 0, 0]), Buffer.from('ignored')]);

async function decompress(content: Buffer, pieceBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const decompressor = new Decompressor((chunk) => void chunks.push(Buffer.from(chunk)));
  for (let at = 0; at < content.length; at += pieceBytes)
    await decompressor.write(content.subarray(at, at + pieceBytes));
  await decompressor.end();
  return Buffer.concat(chunks);
}

const inputs: readonly (readonly [string, Buffer])[] = [
  ['nothing', whole],
  ['gzip', gzipSync(whole)],
  ['gzip of several members', Buffer.concat(texts.map((text) => gzipSync(text)))],
  ['zstd', zstdCompressSync(whole)],
  ['zstd of several frames', Buffer.concat([skippable, ...texts.map((text) => zstdCompressSync(text)), skippable])],
];

test.each(inputs)('%s, in pieces of any size', async (_, content) => {
  for (const pieceBytes of [1, 7, 4096, content.length]) {
    if (pieceBytes === 1 && content.length > 100_000) continue;
    expect((await decompress(content, pieceBytes)).equals(whole)).toBe(true);
  }
});

test.each([
  ['gzip', gzipSync(whole)],
  ['zstd', zstdCompressSync(whole)],
])('%s that is cut short or damaged is an error', async (_, content) => {
  await expect(decompress(content.subarray(0, content.length - 9), 100)).rejects.toMatchObject({ code: 'data-loss' });
  const damaged = Buffer.from(content);
  damaged.fill(0x55, 20, 40);
  await expect(decompress(damaged, 100)).rejects.toMatchObject({ code: 'data-loss' });
});

test('what the consumer throws comes out', async () => {
  const decompressor = new Decompressor(() => {
    throw new Error('enough');
  });
  await expect(decompressor.write(gzipSync(whole)).then(() => decompressor.end())).rejects.toThrow('enough');
});

test('what is too short to be compressed is itself', async () => {
  expect((await decompress(Buffer.from('abc'), 1)).toString()).toBe('abc');
});
