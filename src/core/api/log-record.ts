import type { OutputChannel } from './stream.ts';

/** One record `RFC3339Nano stdout|stderr P|F text\n` within the bytes it was found in, as offsets into them. */
export interface LogRecord {
  readonly channel: OutputChannel;
  /** The line goes on in the next record of this channel. */
  readonly partial: boolean;
  readonly start: number;
  /** The timestamp is from `start` to here. */
  readonly timeEnd: number;
  readonly textStart: number;
  /** The text ends here, before the newline. */
  readonly textEnd: number;
  /** Where the next record begins. */
  readonly end: number;
}

const newline = 0x0a;
const space = 0x20;
const letterE = 0x65;
const letterP = 0x50;

/** Length of ` stdout F `, what lies between timestamp and text. */
const middleBytes = 10;

/** RFC 3339 with nine decimals takes 30 bytes, with an offset 35; anything longer is no timestamp. */
const maxTimeBytes = 40;

/**
 * The record that begins at `start`, or undefined when its end is not there. What is no record (a log that somebody wrote
 * into) is shown as one without a timestamp, rather than lost.
 */
export function readLogRecord(bytes: Uint8Array, start: number): LogRecord | undefined {
  const textEnd = bytes.indexOf(newline, start);
  if (textEnd === -1) return undefined;
  const timeEnd = findTimeEnd(bytes, start, textEnd);
  const textStart = timeEnd + middleBytes;
  if (timeEnd === -1 || textStart > textEnd || bytes[timeEnd + 7] !== space || bytes[timeEnd + 9] !== space) {
    return { channel: 'stdout', partial: false, start, timeEnd: start, textStart: start, textEnd, end: textEnd + 1 };
  }
  return {
    // `stdout` and `stderr` differ in their fourth letter.
    channel: bytes[timeEnd + 4] === letterE ? 'stderr' : 'stdout',
    partial: bytes[timeEnd + 8] === letterP,
    start,
    timeEnd,
    textStart,
    textEnd,
    end: textEnd + 1,
  };
}

/** Looks no further than a timestamp can be long: bytes without any space must not make reading quadratic. */
function findTimeEnd(bytes: Uint8Array, start: number, textEnd: number): number {
  const limit = Math.min(start + maxTimeBytes, textEnd);
  for (let at = start; at < limit; at++) if (bytes[at] === space) return at;
  return -1;
}

/** The records of a chunk. Costs no copy of the text: use `bytes.subarray(record.textStart, record.textEnd)`. */
export function* logRecords(bytes: Uint8Array): Generator<LogRecord> {
  for (let record = readLogRecord(bytes, 0); record !== undefined; record = readLogRecord(bytes, record.end)) {
    yield record;
  }
}
