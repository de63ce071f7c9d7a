import { dirname } from 'node:path';
import type { LogChunk, LogOptions } from '../api/log.ts';
import { ConmanError } from '../errors/index.ts';
import { watchDirectory, watchFile, watchFileIfThere } from '../host/file-watch.ts';
import { endOfRecords } from './log-end.ts';
import { LogSegments } from './log-segments.ts';
import { findSince } from './log-start.ts';
import { findTail, type LogRange } from './log-tail.ts';
import { Signal } from './signal.ts';

const blockBytes = 256 * 1024;

/** A record larger than this is handed over in pieces: no log of ours has one, and memory is bounded. */
const maxRecordBytes = 16 * 1024 * 1024;

/**
 * The log at `path` in chunks of whole records. With `follow` it goes on as the log grows, until the file is removed or
 * `abort`, which ends it quietly, or where the log ends when `finish` is aborted; without, it ends where the log ended
 * when it was opened.
 */
export async function* readLog(
  path: string,
  options: LogOptions,
  abort?: AbortSignal,
  finish?: AbortSignal,
): AsyncGenerator<LogChunk> {
  const file = (await LogSegments.open(path)) ?? (options.follow ? await awaitFile(path, abort, finish) : undefined);
  if (file === undefined) return;
  try {
    yield* new LogReader(file, path, abort).read(options, finish);
  } finally {
    await file.close();
  }
}

/**
 * What is written to the log from now on; where that is, is settled before this resolves. Once `finish` is aborted it ends
 * where the log ends then. The caller has to iterate it, which closes the files.
 */
export async function readLogFromNow(path: string, finish: AbortSignal): Promise<AsyncGenerator<LogChunk>> {
  const file = await LogSegments.open(path);
  if (file === undefined) throw new ConmanError('not-found', `there is no log ${path}`);
  const reader = new LogReader(file, path, undefined);
  try {
    await reader.skip();
  } catch (error) {
    await file.close();
    throw error;
  }
  return (async function* () {
    try {
      yield* reader.follow(finish);
    } finally {
      await file.close();
    }
  })();
}

/** Undefined when aborted before. */
async function awaitFile(path: string, ...aborts: (AbortSignal | undefined)[]): Promise<LogSegments | undefined> {
  const abort = AbortSignal.any(aborts.filter((signal) => signal !== undefined));
  using changed = new Signal(abort);
  const watch = watchDirectory(dirname(path), () => changed.raise());
  try {
    while (!abort.aborted) {
      const file = await LogSegments.open(path);
      if (file !== undefined) return file;
      await changed.raised();
    }
    return undefined;
  } finally {
    watch.close();
  }
}

class LogReader {
  readonly #file: LogSegments;
  readonly #path: string;
  readonly #abort: AbortSignal | undefined;
  #buffer = Buffer.allocUnsafe(blockBytes);
  /** Everything before is read. Always the beginning of a record. */
  #offset = 0;

  constructor(file: LogSegments, path: string, abort: AbortSignal | undefined) {
    this.#file = file;
    this.#path = path;
    this.#abort = abort;
  }

  async *read(options: LogOptions, finish?: AbortSignal): AsyncGenerator<LogChunk> {
    const sizeBytes = await this.#file.end();
    for (const range of await this.#startingRanges(options, sizeBytes)) {
      this.#offset = range.start;
      yield* this.#upTo(range.end);
    }
    if (options.follow && options.until === undefined) yield* this.follow(finish);
  }

  /** Leaves out what is there. */
  async skip(): Promise<void> {
    this.#offset = await endOfRecords(this.#file, await this.#file.end());
  }

  /** What to read of the log as it is. Sets the offset where following goes on. */
  async #startingRanges({ tail, since, from = 0, until }: LogOptions, sizeBytes: number): Promise<LogRange[]> {
    const whole = await endOfRecords(this.#file, sizeBytes);
    const end = until === undefined ? whole : await findSince(this.#file, whole, until + 1n);
    const wanted = Math.min(end, from);
    const start = since === undefined ? wanted : Math.max(wanted, await findSince(this.#file, end, since));
    this.#offset = end;
    return tail === undefined ? [{ start, end }] : await findTail(this.#file, { start, end }, tail);
  }

  async *#upTo(end: number): AsyncGenerator<LogChunk> {
    while (this.#offset < end && !this.#abort?.aborted) {
      const chunk = await this.#next(end);
      if (chunk === undefined) return;
      yield chunk;
    }
  }

  /** Goes on until the file is removed, `abort`, or where the log ends when `finish` is aborted. */
  async *follow(finish?: AbortSignal): AsyncGenerator<LogChunk> {
    using changed = new Signal(this.#abort);
    const wake = (): void => changed.raise();
    finish?.addEventListener('abort', wake);
    let watch = watchFile(this.#path, wake);
    try {
      while (!this.#abort?.aborted) {
        const isLast = finish?.aborted ?? false;
        const happened = await this.#file.refresh(this.#offset);
        yield* this.#upTo(Number.POSITIVE_INFINITY);
        if (happened === 'gone' || (isLast && happened === 'same')) return;
        if (happened === 'moved') {
          watch.close();
          watch = watchFileIfThere(this.#path, wake);
        } else {
          await changed.raised();
        }
      }
    } finally {
      watch.close();
      finish?.removeEventListener('abort', wake);
    }
  }

  /** The next whole records up to `end`, or undefined when there is none yet. */
  async #next(end: number): Promise<LogChunk | undefined> {
    for (;;) {
      const wanted = this.#buffer.subarray(0, Math.min(this.#buffer.length, end - this.#offset));
      const length = await this.#file.read(wanted, this.#offset);
      const newline = length === 0 ? -1 : wanted.lastIndexOf('\n', length - 1);
      if (newline !== -1) return this.#take(newline + 1);
      if (length < wanted.length || length === 0) return undefined;
      if (length >= maxRecordBytes) return this.#take(length);
      this.#buffer = Buffer.allocUnsafe(this.#buffer.length * 4);
    }
  }

  /** A copy, because the buffer is used again while the reader may keep the chunk. */
  #take(length: number): LogChunk {
    this.#offset += length;
    return Buffer.copyBytesFrom(this.#buffer, 0, length);
  }
}
