import type { ContainerEngine, LogPart } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { matchingLines } from '../log/line-filter.ts';
import type { LogPainter } from '../log/log-painter.ts';
import { byTime, linesOf, type MergedLine, namePrefixes, timeNs } from '../log/merged-lines.ts';
import type { TextSearch } from '../log/text-search.ts';
import type { LogSource } from './log-source.ts';
import { LogTurns } from './log-turns.ts';

export interface MergedLogOptions {
  readonly engine: () => ContainerEngine;
  readonly painter: LogPainter;
  readonly containers: readonly { readonly id: string; readonly name: string }[];
  /** Nothing from before this Unix time in ns. */
  readonly since: bigint | undefined;
  /** Only lines that match, whoever wrote them. */
  readonly filter: TextSearch | undefined;
  readonly onFailure: (error: unknown) => void;
}

interface Source {
  readonly id: string;
  readonly prefix: string;
}

/** A part of one of the logs, and the times of its first and last line. */
interface SourcePart extends LogPart {
  readonly source: Source;
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** What is read of all logs together at once. */
const partBytes = 1024 * 1024;
/** Lines that are written at the same time come in their order when they arrive within so long. */
const gatheringMs = 50;

/**
 * The logs of several containers as one, by time. As offsets of several logs say nothing of each other, the part in
 * memory is known by the times of its ends.
 */
export class MergedLog implements LogSource {
  readonly #options: MergedLogOptions;
  readonly #sources: readonly Source[];
  readonly #closed = new AbortController();
  readonly #turns: LogTurns;
  #following: AbortController | undefined;
  /** All lines from here on are in memory; undefined when there are none before. */
  #oldest: string | undefined;
  /** All lines up to here are. */
  #newest = '';
  #arrived: MergedLine[] = [];
  #gathering: NodeJS.Timeout | undefined;

  constructor(options: MergedLogOptions) {
    this.#options = options;
    const prefixes = namePrefixes(options.containers.map(({ name }) => name));
    this.#sources = options.containers.map(({ id }, index) => ({ id, prefix: prefixes[index] ?? '' }));
    this.#turns = new LogTurns(this.#closed.signal, options.onFailure);
  }

  open(): Promise<boolean> {
    return this.#turns.take('end', async () => {
      const { painter } = this.#options;
      const parts = await this.#read(async () => ({}));
      if (this.#closed.signal.aborted) return false;
      painter.clear();
      this.#oldest = commonStart(parts);
      this.#append(this.#linesOf(parts, ({ time }) => time >= (this.#oldest ?? '')));
      this.#newest = lastTime(parts) ?? this.#newest;
      this.#follow(parts);
      return true;
    });
  }

  async toStart(): Promise<void> {
    const { painter } = this.#options;
    await this.#turns.settled;
    if (this.#closed.signal.aborted) return;
    if (this.#oldest !== undefined) {
      this.#stopFollowing();
      painter.clear();
      this.#oldest = undefined;
      this.#newest = '';
      await this.newer();
    }
    painter.scrollToStart();
  }

  toEnd(): void {
    if (this.#following === undefined) void this.open();
  }

  older(): Promise<boolean> {
    return this.#turns.take('older', async () => {
      const before = timeNs(this.#oldest ?? '');
      if (before === undefined) return false;
      const parts = await this.#read(async (id) => ({ to: await this.#offsetOf(id, before) }));
      if (this.#closed.signal.aborted) return false;
      const start = commonStart(parts);
      // A clock that was set back: what lies before has no place before.
      const isStuck = start !== undefined && start >= (this.#oldest ?? '');
      this.#oldest = isStuck ? undefined : start;
      this.#prepend(this.#linesOf(parts, ({ time }) => time >= (start ?? '')));
      return parts.some(({ records }) => records.length > 0);
    });
  }

  newer(): Promise<boolean> {
    return this.#turns.take('newer', async () => {
      if (this.#following) return false;
      const after = (timeNs(this.#newest) ?? -1n) + 1n;
      const parts = await this.#read(async (id) => ({ from: await this.#offsetOf(id, after) }));
      if (this.#closed.signal.aborted) return false;
      const end = commonEnd(parts);
      this.#append(this.#linesOf(parts, ({ time }) => end === undefined || time <= end));
      this.#newest = end ?? lastTime(parts) ?? this.#newest;
      if (end === undefined) this.#follow(parts);
      return parts.some(({ records }) => records.length > 0);
    });
  }

  close(): void {
    this.#closed.abort();
    this.#stopFollowing();
  }

  /** Where the first record at or after a time is. */
  async #offsetOf(id: string, time: bigint): Promise<number> {
    return (await this.#options.engine().readLogPart(id, { since: time, maxBytes: 1 })).firstByte;
  }

  /** A part of each log; those whose containers are gone have none. */
  async #read(place: (id: string) => Promise<{ from?: number; to?: number }>): Promise<SourcePart[]> {
    const { engine, since } = this.#options;
    const maxBytes = Math.ceil(partBytes / this.#sources.length);
    const reading = this.#sources.map(async (source) => {
      try {
        const options = { ...(await place(source.id)), ...(since !== undefined && { since }), maxBytes };
        const part = await engine().readLogPart(source.id, options);
        const times = linesOf(part.records, '').flatMap(({ time }) => (time === '' ? [] : [time]));
        return [{ ...part, source, first: times[0], last: times.at(-1) }];
      } catch (error) {
        if (ConmanError.from(error).code === 'not-found') return [];
        throw error;
      }
    });
    return (await Promise.all(reading)).flat();
  }

  #linesOf(parts: readonly SourcePart[], isWanted: (line: MergedLine) => boolean): MergedLine[] {
    return byTime(parts.flatMap(({ source, records }) => this.#filtered(records, source).filter(isWanted)));
  }

  #filtered(records: Uint8Array, { prefix }: Source): MergedLine[] {
    const { filter } = this.#options;
    return linesOf(filter ? matchingLines(records, filter) : records, prefix);
  }

  #append(lines: readonly MergedLine[]): void {
    const { painter } = this.#options;
    const { firstLine } = painter.store;
    painter.append(Buffer.concat(lines.map(({ record }) => record)));
    if (painter.store.firstLine > firstLine) this.#oldest = this.#timeOf(painter.store.firstLine);
  }

  #prepend(lines: readonly MergedLine[]): void {
    const { painter } = this.#options;
    const { endLine } = painter.store;
    painter.prepend(Buffer.concat(lines.map(({ record }) => record)));
    if (painter.store.endLine === endLine) return;
    this.#stopFollowing();
    this.#newest = this.#timeOf(painter.store.endLine - 1);
  }

  #timeOf(line: number): string {
    return this.#options.painter.store.read(line, 0)?.timestamp ?? '';
  }

  #stopFollowing(): void {
    this.#following?.abort();
    this.#following = undefined;
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#arrived = [];
    this.#options.painter.setAtEnd(false);
  }

  #follow(parts: readonly SourcePart[]): void {
    this.#stopFollowing();
    const following = new AbortController();
    this.#following = following;
    this.#options.painter.setAtEnd(true);
    for (const { source, end } of parts) {
      this.#gather(source, end, following.signal).catch((error: unknown) => {
        if (!following.signal.aborted) this.#options.onFailure(error);
      });
    }
  }

  async #gather(source: Source, from: number, signal: AbortSignal): Promise<void> {
    const { engine, painter, since } = this.#options;
    const options = { ...(since !== undefined && { since }), from, follow: true };
    for await (const chunk of engine().readLogs(source.id, options, signal)) {
      if (signal.aborted) return;
      // What the reader looks at must not be let go for what is written meanwhile.
      if (!painter.status().isFollowing && painter.store.isFullWith(chunk.length)) return this.#stopFollowing();
      for (const line of this.#filtered(chunk, source)) this.#arrived.push(line);
      this.#gathering ??= setTimeout(() => this.#show(), gatheringMs);
    }
  }

  #show(): void {
    this.#gathering = undefined;
    const lines = byTime(this.#arrived.splice(0));
    this.#append(lines);
    const last = lines.at(-1)?.time ?? '';
    if (last > this.#newest) this.#newest = last;
  }
}

/** From when on all lines are in the parts; undefined when nothing lies before them. */
function commonStart(parts: readonly SourcePart[]): string | undefined {
  return parts
    .flatMap(({ start, firstByte, first }) => (start > firstByte && first ? [first] : []))
    .toSorted()
    .at(-1);
}

/** Up to when all lines are in the parts; undefined when nothing follows them. */
function commonEnd(parts: readonly SourcePart[]): string | undefined {
  return parts.flatMap(({ end, logEnd, last }) => (end < logEnd && last ? [last] : [])).toSorted()[0];
}

function lastTime(parts: readonly SourcePart[]): string | undefined {
  return parts
    .flatMap(({ last }) => last ?? [])
    .toSorted()
    .at(-1);
}
