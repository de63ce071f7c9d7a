import { type LogRecord, readLogRecord } from '../api/log-record.ts';
import type { OutputChannel } from '../api/stream.ts';
import type { LogBytes } from './log-segments.ts';

/** A piece of the log by offsets in the file. */
export interface LogRange {
  readonly start: number;
  readonly end: number;
}

const blockBytes = 256 * 1024;

/** How far before the last wanted line to look for its beginning, when another channel wrote in between. */
const maxJoinBytes = 1024 * 1024;

/**
 * The ranges of [start, end) that hold the last `lines` lines, in order. A line is all its partial records and the one
 * that ends it, or the partial ones alone as long as none does. It reads backwards, only as far as needed. There is more
 * than one range where the beginning of a line lies before records of the other channel that are not wanted.
 */
export async function findTail(file: LogBytes, { start, end }: LogRange, lines: number): Promise<LogRange[]> {
  const tail = new TailCollector(lines);
  for (let blockEnd = end; blockEnd > start && !tail.complete; ) {
    const { records, offset } = await readBlockBefore(file, start, blockEnd);
    for (const record of records.reverse()) {
      if (tail.complete) break;
      tail.add(record, offset);
    }
    blockEnd = offset + (records.at(-1)?.start ?? 0);
  }
  return tail.ranges();
}

/** The whole records that end at `end`, from a block or, for a record larger than that, from a piece large enough. */
async function readBlockBefore(file: LogBytes, start: number, end: number) {
  for (let size = blockBytes; ; size *= 4) {
    const offset = Math.max(start, end - size);
    const buffer = Buffer.allocUnsafe(end - offset);
    const bytes = buffer.subarray(0, await file.read(buffer, offset));
    // The first record of a block may have begun before it; that of the whole range has not.
    const first = offset === start ? 0 : bytes.indexOf('\n') + 1;
    if (first < bytes.length && (offset === start || first > 0)) return { records: recordsFrom(bytes, first), offset };
    if (offset === start) return { records: [], offset };
  }
}

function recordsFrom(bytes: Buffer, first: number): LogRecord[] {
  const records: LogRecord[] = [];
  for (let record = readLogRecord(bytes, first); record !== undefined; record = readLogRecord(bytes, record.end)) {
    records.push(record);
  }
  return records;
}

/** Takes records from the last to the first and keeps those of the last lines. */
class TailCollector {
  #wantedLines: number;
  /** Channels of which the record before belongs to a wanted line if it is a partial one. */
  readonly #open = new Set<OutputChannel>();
  readonly #seen = new Set<OutputChannel>();
  /** From the last to the first. */
  readonly #kept: { start: number; end: number }[] = [];

  constructor(lines: number) {
    this.#wantedLines = lines;
  }

  get complete(): boolean {
    return this.#wantedLines === 0 && this.#open.size === 0;
  }

  add({ channel, partial, start, end }: LogRecord, offset: number): void {
    const endsLine = !partial || !this.#seen.has(channel);
    this.#seen.add(channel);
    if (endsLine) {
      this.#open.delete(channel);
      if (this.#wantedLines > 0) {
        this.#wantedLines -= 1;
        this.#open.add(channel);
      }
    }
    if (this.#open.has(channel)) this.#keep(offset + start, offset + end);
    else this.#giveUpFar(offset + start);
  }

  ranges(): LogRange[] {
    return this.#kept.reverse();
  }

  #keep(start: number, end: number): void {
    const earliest = this.#kept.at(-1);
    if (earliest !== undefined && earliest.start === end) earliest.start = start;
    else this.#kept.push({ start, end });
  }

  /** A channel that fell silent long ago would have us read the whole log for the line before its last. */
  #giveUpFar(position: number): void {
    if ((this.#kept.at(-1)?.start ?? position) - position > maxJoinBytes) this.#open.clear();
  }
}
