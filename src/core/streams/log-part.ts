import type { LogPart, LogPartOptions } from '../api/log.ts';
import { readLogRecord } from '../api/log-record.ts';
import { ConmanError } from '../errors/index.ts';
import { endOfRecords } from './log-end.ts';
import { type LogBytes, LogSegments } from './log-segments.ts';
import { findSince, readRange } from './log-start.ts';

/** The longest answer, and the longest line that is kept whole. */
const largestBytes = 16 * 1024 * 1024;

/** A part of the log at `path`, wherever it is in it. A log that is not there yet is empty. */
export async function readLogPart(path: string, options: LogPartOptions): Promise<LogPart> {
  const { maxBytes } = options;
  if (!Number.isInteger(maxBytes) || maxBytes < 1) {
    throw new ConmanError('invalid-argument', `${maxBytes} is not a number of bytes to read`);
  }
  const file = await LogSegments.open(path);
  if (file === undefined) return { records: new Uint8Array(0), start: 0, end: 0, firstByte: 0, logEnd: 0, origin: '' };
  try {
    return await readPart(file, options);
  } finally {
    await file.close();
  }
}

async function readPart(file: LogSegments, { maxBytes, since, from, to }: LogPartOptions): Promise<LogPart> {
  const logEnd = await endOfRecords(file, await file.end());
  const firstByte = since === undefined ? 0 : await findSince(file, logEnd, since);
  const within = (offset: number): number => Math.min(logEnd, Math.max(firstByte, offset));
  const limit = Math.min(maxBytes, largestBytes);
  const part =
    from === undefined
      ? await partBefore(file, firstByte, within(to ?? logEnd), limit)
      : await partFrom(file, within(from), logEnd, limit);
  return { ...part, end: part.start + part.records.length, firstByte, logEnd, origin: file.origin };
}

type Piece = Pick<LogPart, 'start' | 'records'>;

/** Whole records from `start` on; the first one in any case. */
async function partFrom(file: LogBytes, start: number, logEnd: number, limit: number): Promise<Piece> {
  for (let size = limit; ; size = Math.min(size * 4, largestBytes)) {
    const bytes = await readRange(file, start, Math.min(start + size, logEnd));
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole > 0 || start + size >= logEnd) return { start, records: bytes.subarray(0, whole) };
    // No log of ours has such a record; what it is, is shown in pieces.
    if (size === largestBytes) return { start, records: bytes };
  }
}

/** Whole lines up to `end`; the last one in any case. */
async function partBefore(file: LogBytes, firstByte: number, end: number, limit: number): Promise<Piece> {
  for (let size = limit; ; size = Math.min(size * 4, largestBytes)) {
    const start = Math.max(firstByte, end - size);
    const bytes = await readRange(file, start, end);
    const skipped = start === firstByte ? 0 : beginningOfLine(bytes);
    if (skipped !== undefined) return { start: start + skipped, records: bytes.subarray(skipped) };
    if (size === largestBytes) return { start, records: bytes };
  }
}

/** Behind the first record that ends a line, if another record follows. */
function beginningOfLine(bytes: Buffer): number | undefined {
  const second = bytes.indexOf('\n') + 1;
  for (let record = readLogRecord(bytes, second); record !== undefined; record = readLogRecord(bytes, record.end)) {
    if (!record.partial) return record.end < bytes.length ? record.end : undefined;
  }
  return undefined;
}
