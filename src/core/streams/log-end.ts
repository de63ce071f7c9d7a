import type { LogBytes } from './log-segments.ts';

const blockBytes = 64 * 1024;

/** Where the whole records among the first `sizeBytes` of a log end: the shim may be in the middle of one. */
export async function endOfRecords(file: LogBytes, sizeBytes: number): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(blockBytes, sizeBytes));
  for (let end = sizeBytes; end > 0; ) {
    const start = Math.max(0, end - blockBytes);
    const length = await file.read(buffer.subarray(0, end - start), start);
    const newline = buffer.lastIndexOf('\n', length - 1);
    if (length > 0 && newline !== -1 && newline < length) return start + newline + 1;
    end = start;
  }
  return 0;
}
