import { type LogRecord, readLogRecord } from '../../../core/api/log-record.ts';
import type { OutputChannel } from '../../../core/api/stream.ts';
import { LogBlock } from './log-block.ts';
import { OverwrittenLine } from './overwritten-line.ts';

const lineFeed = 0x0a;
const blockBytes = 256 * 1024;
const nothing = new Uint8Array(0);

export interface LogLine {
  /** RFC 3339, of the line's first record; empty for bytes that are no record. */
  readonly timestamp: string;
  readonly isStderr: boolean;
  readonly text: string;
  /** All of the line is in `text`: nothing was left out by the limit. */
  readonly isWhole: boolean;
  /** The line has its end: it will not grow. */
  readonly isEnded: boolean;
}

/**
 * A part of a log that can grow at both ends: CRI records as they came, with an index of lines. When the bytes exceed a
 * limit, lines at the other end go. Lines are numbered from the first ever appended, those before it below zero, so that
 * a number stays with its line. Consecutive partial records of one channel are one
 * line.
 */
export class LogStore {
  readonly limitBytes: number;
  #blocks: LogBlock[] = [];
  #size = 0;
  #endLine = 0;
  /** The channel whose line is not complete: the next record of it goes on there. */
  #open: OutputChannel | undefined;
  #rest: Uint8Array = nothing;
  #startByte = 0;
  #endByte = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** The oldest line still here. */
  get firstLine(): number {
    return this.#blocks[0]?.firstLine ?? this.#endLine;
  }

  /** One past the newest line. */
  get endLine(): number {
    return this.#endLine;
  }

  get sizeBytes(): number {
    return this.#size;
  }

  /** True when so many bytes more would push the oldest lines out. */
  isFullWith(bytes: number): boolean {
    return this.#size + Math.max(bytes, blockBytes) > this.limitBytes;
  }

  /** Where this part begins in the log, as an offset in bytes. */
  get startByte(): number {
    return this.#startByte;
  }

  /** Where it ends. */
  get endByte(): number {
    return this.#endByte;
  }

  /**
   * Takes the records that follow, up to offset `endByte` of the log. What is left without an end is kept until the end
   * comes.
   */
  append(chunk: Uint8Array, endByte = this.#endByte + chunk.length): void {
    this.#takeEnd(chunk, this.#endByte);
    this.#endByte = endByte;
    const last = this.#blocks.at(-1);
    if (last) last.endByte = endByte;
    while (this.#size > this.limitBytes && this.#blocks.length > 1) this.#dropOldest();
  }

  /** Takes the whole records before, from offset `startByte` of the log on. */
  prepend(chunk: Uint8Array, startByte = this.#startByte - chunk.length): void {
    if (chunk.length > 0) {
      const block = new LogBlock(chunk.length, this.firstLine);
      block.bytes.set(chunk);
      block.used = chunk.length;
      indexLines(block, 0, undefined);
      block.firstLine -= block.lineCount;
      block.endByte = this.#startByte;
      this.#blocks.unshift(block);
      this.#size += block.size;
    }
    this.#startByte = startByte;
    const [first] = this.#blocks;
    if (first) first.startByte = startByte;
    while (this.#size > this.limitBytes && this.#blocks.length > 1) this.#dropNewest();
  }

  #takeEnd(chunk: Uint8Array, startByte: number): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const whole = bytes.lastIndexOf(lineFeed) + 1;
    // A copy: a view would keep the whole chunk.
    this.#rest = whole === bytes.length ? nothing : new Uint8Array(bytes.subarray(whole));
    if (whole === 0) return;
    const block = this.#blockFor(whole, startByte);
    const start = block.used;
    block.bytes.set(bytes.subarray(0, whole), start);
    block.used += whole;
    const sizeBefore = block.size;
    const linesBefore = block.lineCount;
    this.#open = indexLines(block, start, this.#open);
    this.#endLine += block.lineCount - linesBefore;
    this.#size += block.size - sizeBefore;
  }

  /** Goes on as the part of the log that begins at an offset. */
  clear(startByte = 0): void {
    this.#blocks = [];
    this.#startByte = startByte;
    this.#endByte = startByte;
    this.#size = 0;
    this.#open = undefined;
    this.#rest = nothing;
  }

  /** What a terminal would show at the end of a line, of at most about `limitBytes`. */
  read(line: number, limitBytes: number): LogLine | undefined {
    const place = this.#blocks.findLastIndex((block) => block.lineCount > 0 && block.firstLine <= line);
    const block = this.#blocks[place];
    if (!block || line >= this.#endLine) return undefined;
    const start = block.lineStart(line);
    const record = readLogRecord(block.bytes, start);
    const joined = this.#join(place, line, limitBytes);
    const isWhole = joined.length <= limitBytes;
    return {
      timestamp: record ? decode(block.bytes.subarray(start, record.timeEnd)) : '',
      isStderr: record?.channel === 'stderr',
      text: decode(joined.subarray(0, limitBytes)),
      isWhole,
      isEnded: isWhole && (line < this.#endLine - 1 || this.#open === undefined),
    };
  }

  /**
   * The texts of a line's records after its last overwriting carriage return: all of them, or the first with more than
   * `limitBytes`. A progress bar is one long line that begins anew all the time.
   */
  #join(place: number, line: number, limitBytes: number): Uint8Array {
    const shown = new OverwrittenLine(limitBytes);
    for (const piece of this.#pieces(place, line)) shown.add(piece);
    return shown.bytes();
  }

  #blockFor(length: number, startByte: number): LogBlock {
    const last = this.#blocks.at(-1);
    if (last && last.room >= length) return last;
    const isFull = this.#size + blockBytes > this.limitBytes && this.#blocks.length > 1;
    const spare = isFull ? this.#dropOldest() : undefined;
    const isFitting = spare !== undefined && spare.bytes.length >= length;
    const block = isFitting ? spare : new LogBlock(Math.max(blockBytes, length), this.#endLine);
    block.recycle(this.#endLine);
    block.startByte = startByte;
    this.#blocks.push(block);
    this.#size += block.size;
    return block;
  }

  #dropOldest(): LogBlock | undefined {
    const oldest = this.#blocks.shift();
    if (!oldest) return undefined;
    this.#size -= oldest.size;
    this.#startByte = oldest.endByte;
    return oldest;
  }

  #dropNewest(): void {
    const newest = this.#blocks.pop();
    if (!newest) return;
    this.#size -= newest.size;
    this.#endByte = newest.startByte;
    this.#endLine = newest.firstLine;
    this.#open = undefined;
    this.#rest = nothing;
  }

  /** The texts of a line's records, from the block it begins in to the start of the next line. */
  *#pieces(place: number, line: number): Generator<Uint8Array> {
    let start = this.#blocks[place]?.lineStart(line) ?? 0;
    for (let index = place; index < this.#blocks.length; index++) {
      const block = this.#blocks[index] as LogBlock;
      const hasNext = line + 1 < block.firstLine + block.lineCount;
      const stop = hasNext ? block.lineStart(line + 1) : block.used;
      for (const { textStart, textEnd } of recordsOf(block, start, stop)) {
        yield block.bytes.subarray(textStart, textEnd);
      }
      if (stop < block.used) return;
      start = 0;
    }
  }
}

/** Notes where lines begin from an offset of the block on. `open` and the answer: the channel whose line is not complete. */
function indexLines(block: LogBlock, from: number, open: OutputChannel | undefined): OutputChannel | undefined {
  let current = open;
  for (const record of recordsOf(block, from, block.used)) {
    if (current !== record.channel || !isRecord(record)) block.addLine(record.start);
    current = record.partial ? record.channel : undefined;
  }
  return current;
}

function* recordsOf(block: LogBlock, from: number, to: number): Generator<LogRecord> {
  for (let start = from; start < to; ) {
    const record = readLogRecord(block.bytes, start);
    if (!record) return;
    yield record;
    start = record.end;
  }
}

/** False for bytes that somebody else wrote into the log. */
function isRecord(record: LogRecord): boolean {
  return record.timeEnd > record.start;
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
