import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { streamFile } from '../../host/file-source.ts';
import { readHead } from '../../host/files.ts';
import { malformedLayer } from './malformed-layer.ts';

const chunkSize = 256 * 1024;
const zstdMagic = 0xfd2fb528;
/** Frames that hold no content, such as the table of contents of zstd:chunked; the last four bits are free. */
const skippableMagic = 0x184d2a50;

type Compression = 'none' | 'gzip' | 'zstd';

/** By its first bytes: media types are often wrong, and the digest of the content is checked anyway. */
async function detectCompression(path: string): Promise<Compression> {
  const head = await readHead(path, 4);
  if (head.length >= 2 && head.readUInt16BE(0) === 0x1f8b) return 'gzip';
  const magic = head.length === 4 ? head.readUInt32LE(0) : 0;
  return magic === zstdMagic || (magic & 0xffff_fff0) >>> 0 === skippableMagic ? 'zstd' : 'none';
}

/** Hands what is in a compressed file to `consume`, a piece at a time. */
export async function decompressFile(path: string, sizeBytes: number, consume: (chunk: Buffer) => void): Promise<void> {
  const compression = await detectCompression(path);
  try {
    if (compression === 'zstd') await zstdFrames(path, sizeBytes, consume);
    else if (compression === 'gzip') await pipeline(streamFile(path), createGunzip({ chunkSize }), each(consume));
    else await pipeline(streamFile(path), each(consume));
  } catch (error) {
    if (error instanceof Error && /^(Z_|ZSTD_)/.test(String((error as NodeJS.ErrnoException).code))) {
      throw malformedLayer(`its ${compression} compression is broken: ${error.message}`);
    }
    throw error;
  }
}

/** Node's decoder stops after one frame without a word; parallel compressors write many. */
async function zstdFrames(path: string, sizeBytes: number, consume: (chunk: Buffer) => void): Promise<void> {
  for (let start = 0; start < sizeBytes; ) {
    const decoder = createZstdDecompress({ chunkSize });
    await pipeline(streamFile(path, start), decoder, each(consume));
    if (decoder.bytesWritten === 0) throw malformedLayer('its zstd compression is broken');
    start += decoder.bytesWritten;
  }
}

function each(consume: (chunk: Buffer) => void) {
  return async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) consume(chunk);
  };
}
