import { readLogRecord } from '../api/log-record.ts';
import { parseRfc3339 } from '../host/clock.ts';
import type { LogBytes } from './log-segments.ts';

/** Enough for a timestamp and the record before it; longer records are read on. */
const probeBytes = 4 * 1024;
/** Below this, reading on is cheaper than another probe. */
const linearBytes = 64 * 1024;

/**
 * Offset of the first record of [0, end) written at or after `since`, found by halving: records are in the order of
 * their timestamps. Where the clock was set back, the answer is that of one of the crossings.
 */
export async function findSince(file: LogBytes, end: number, since: bigint): Promise<number> {
  let low = 0;
  let high = end;
  while (high - low > linearBytes) {
    const middle = low + Math.floor((high - low) / 2);
    const record = await firstRecordAfter(file, middle, high);
    if (record === undefined || record.time >= since) high = middle;
    else low = record.start;
  }
  return await scan(file, low, end, since);
}

interface TimedRecord {
  readonly start: number;
  readonly time: bigint;
}

/** The first record with a timestamp that begins after `position`, which may lie within one. */
async function firstRecordAfter(file: LogBytes, position: number, end: number): Promise<TimedRecord | undefined> {
  for (let size = probeBytes; ; size *= 4) {
    const bytes = await readRange(file, position, Math.min(position + size, end));
    for (let at = bytes.indexOf('\n') + 1; at > 0 && at < bytes.length; ) {
      const time = timeAt(bytes, at);
      if (time !== undefined) return { start: position + at, time };
      at = bytes.indexOf('\n', at) + 1;
    }
    if (position + size >= end) return undefined;
  }
}

/** Record by record from `start`, which begins one. */
async function scan(file: LogBytes, start: number, end: number, since: bigint): Promise<number> {
  for (let from = start, size = linearBytes; from < end; ) {
    const bytes = await readRange(file, from, Math.min(from + size, end));
    let at = 0;
    for (let record = readLogRecord(bytes, 0); record !== undefined; record = readLogRecord(bytes, at)) {
      const time = timeAt(bytes, record.start);
      if (time !== undefined && time >= since) return from + record.start;
      at = record.end;
    }
    if (bytes.length === 0) return from;
    // Nothing but a part of one record: it needs a larger piece.
    if (at === 0) size *= 4;
    from += at;
    if (at === 0 && bytes.length === end - from) return end;
  }
  return end;
}

function timeAt(bytes: Buffer, start: number): bigint | undefined {
  const space = bytes.indexOf(' ', start);
  return space === -1 || space - start > 40 ? undefined : parseRfc3339(bytes.toString('latin1', start, space));
}

/** The bytes from `start` to `end`, fewer where the log ends before. */
export async function readRange(file: LogBytes, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, end - start));
  return buffer.subarray(0, await file.read(buffer, start));
}
