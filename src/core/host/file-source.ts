import { closeSync, constants, createReadStream, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';

const chunkBytes = 256 * 1024;

/** The content of a regular file that must not be a link, a piece at a time; each is valid until the next. Synchronous. */
export function* readWholeFile(path: string): Generator<Buffer> {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (let bytes = 1; bytes > 0; ) {
      bytes = readSync(descriptor, buffer);
      if (bytes > 0) yield buffer.subarray(0, bytes);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** As readWholeFile, exactly so many bytes whatever happens to it meanwhile: cut off, or filled up with zeros. */
export function* readSizedFile(path: string, sizeBytes: number): Generator<Buffer> {
  let left = sizeBytes;
  for (const chunk of readWholeFile(path)) {
    if (left === 0) return;
    const part = chunk.subarray(0, left);
    left -= part.length;
    yield part;
  }
  for (; left > 0; left -= Math.min(left, chunkBytes)) yield Buffer.alloc(Math.min(left, chunkBytes));
}

/** A file's content from a place in it on. */
export function streamFile(path: string, start = 0): Readable {
  return createReadStream(path, { start, highWaterMark: chunkBytes });
}
