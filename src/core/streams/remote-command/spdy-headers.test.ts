import { constants, createDeflate, deflateSync, inflateSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { spdyDictionary, spdyDictionaryId } from './spdy-dictionary.ts';
import { HeaderReader, HeaderWriter, maxHeaderBytes } from './spdy-headers.ts';

const syncFlush = { dictionary: spdyDictionary(), finishFlush: constants.Z_SYNC_FLUSH };
const readers: HeaderReader[] = [];

afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});

function newReader(): HeaderReader {
  const reader = new HeaderReader();
  readers.push(reader);
  return reader;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function block(headers: Readonly<Record<string, string>>): Buffer {
  const texts = Object.entries(headers).flat();
  return Buffer.concat([
    uint32(texts.length / 2),
    ...texts.flatMap((text) => [uint32(text.length), Buffer.from(text)]),
  ]);
}

test('the dictionary is the one that its checksum names', () => {
  // zlib writes the checksum of the dictionary it was given behind its header of two bytes.
  expect(deflateSync('', { dictionary: spdyDictionary() }).readUInt32BE(2)).toBe(spdyDictionaryId);
});

test('blocks of one connection are read in order, each building on those before', async () => {
  const deflate = createDeflate({ dictionary: spdyDictionary() });
  const reader = newReader();
  for (const streamtype of ['error', 'stdin', 'stdout', 'stderr', 'resize', 'x'.repeat(20_000)]) {
    deflate.write(block({ streamtype, requestid: '0' }));
    await new Promise<void>((resolve) => deflate.flush(constants.Z_SYNC_FLUSH, () => resolve()));
    const headers = await reader.read(deflate.read() as Buffer);
    expect([...headers]).toEqual([
      ['streamtype', streamtype],
      ['requestid', '0'],
    ]);
  }
});

test('what is written, zlib and the reader of this server read', async () => {
  const writer = new HeaderWriter();
  const blocks = [new Map(), new Map([['name', 'value']]), new Map([['ünï', '漢字']])].map((headers) =>
    writer.write(headers),
  );
  expect(inflateSync(Buffer.concat(blocks), syncFlush).subarray(0, 4)).toEqual(uint32(0));
  const reader = newReader();
  const read = [];
  for (const written of blocks) read.push([...(await reader.read(written))]);
  expect(read).toEqual([[], [['name', 'value']], [['ünï', '漢字']]]);
});

test.each([
  ['bytes that are no zlib stream', Buffer.from('this is not compressed')],
  ['another dictionary', deflateSync(block({}), { ...syncFlush, dictionary: Buffer.from('other') })],
  ['no bytes', Buffer.alloc(0)],
  [
    'the end of the stream, with more behind it',
    Buffer.concat([deflateSync(block({}), { dictionary: spdyDictionary() }), Buffer.from('more')]),
  ],
  ['a bomb', deflateSync(Buffer.alloc(16 * maxHeaderBytes), syncFlush)],
  ['a count without headers', deflateSync(uint32(1), syncFlush)],
  ['four billion headers', deflateSync(uint32(0xffff_ffff), syncFlush)],
  [
    'a name longer than the block',
    deflateSync(Buffer.concat([uint32(1), uint32(0xffff_fff0), Buffer.from('x')]), syncFlush),
  ],
  ['a value cut short', deflateSync(block({ name: 'value' }).subarray(0, -1), syncFlush)],
  ['more than was announced', deflateSync(Buffer.concat([block({ a: 'b' }), Buffer.from('x')]), syncFlush)],
  [
    'a header twice',
    deflateSync(Buffer.concat([uint32(2), block({ a: 'b' }).subarray(4), block({ a: 'c' }).subarray(4)]), syncFlush),
  ],
])('%s is data loss', async (_name, bytes) => {
  await expect(newReader().read(bytes)).rejects.toMatchObject({ code: 'data-loss' });
});
