import type { ContainerEngine, LogPart } from '../../../core/api/index.ts';
import { matchingLines } from '../log/line-filter.ts';
import type { LogPainter } from '../log/log-painter.ts';
import type { TextSearch } from '../log/text-search.ts';
import type { LogSource } from './log-source.ts';
import { LogTurns } from './log-turns.ts';

export interface LogWindowOptions {
  readonly engine: () => ContainerEngine;
  readonly painter: LogPainter;
  readonly containerId: string;
  /** Nothing from before this Unix time in ns. */
  readonly since: bigint | undefined;
  /** Only lines that match. */
  readonly filter: TextSearch | undefined;
  readonly onFailure: (error: unknown) => void;
}

/** What is read of a log at once, and no more than a part of what is kept: both its ends must not be near the reader. */
const mostPartBytes = 1024 * 1024;
const partShare = 1 / 8;
/** Less is read where the log is only followed. */
const endBytes = 512 * 1024;

/**
 * The part of a container's log that is in memory, which moves with the reader: more is read from the file behind it
 * before either end is reached, and what is far away is let go. At the end of the log it follows what is written.
 */
export class LogWindow implements LogSource {
  readonly #options: LogWindowOptions;
  readonly #closed = new AbortController();
  readonly #turns: LogTurns;
  #following: AbortController | undefined;
  #firstByte = 0;
  #origin = '';

  constructor(options: LogWindowOptions) {
    this.#options = options;
    this.#turns = new LogTurns(this.#closed.signal, options.onFailure);
  }

  /** Shows the end of the log and follows it. */
  open(): Promise<boolean> {
    return this.#turns.take('end', async () => {
      const { engine, painter, containerId } = this.#options;
      const part = await engine().readLogPart(containerId, { ...this.#since, maxBytes: endBytes });
      if (this.#closed.signal.aborted) return false;
      this.#firstByte = part.firstByte;
      this.#origin = part.origin;
      painter.clear(part.start);
      painter.append(this.#filtered(part.records), part.end);
      this.#follow(part.end);
      return true;
    });
  }

  /** Shows the beginning of the log. */
  async toStart(): Promise<void> {
    const { painter } = this.#options;
    await this.#turns.settled;
    if (this.#closed.signal.aborted) return;
    if (painter.store.startByte > this.#firstByte) {
      this.#stopFollowing();
      painter.clear(this.#firstByte);
      await this.newer();
    }
    painter.scrollToStart();
  }

  /** Shows the end again if it is out of sight, because it was let go. */
  toEnd(): void {
    if (this.#following === undefined) void this.open();
  }

  /** Reads what lies before. False when there is nothing, or it cannot be read. */
  older(): Promise<boolean> {
    return this.#turns.take('older', async () => {
      const { engine, painter, containerId } = this.#options;
      const { startByte, endByte } = painter.store;
      if (startByte <= this.#firstByte) return false;
      const options = { ...this.#since, to: startByte, maxBytes: this.#partBytes };
      const part = await engine().readLogPart(containerId, options);
      if (this.#isAstray(part) || part.start >= startByte) return false;
      painter.prepend(this.#filtered(part.records), part.start);
      if (painter.store.endByte < endByte) this.#stopFollowing();
      return true;
    });
  }

  /** Reads what follows, unless that comes by itself. */
  newer(): Promise<boolean> {
    return this.#turns.take('newer', async () => {
      if (this.#following) return false;
      const { engine, painter, containerId } = this.#options;
      const from = painter.store.endByte;
      const part = await engine().readLogPart(containerId, { ...this.#since, from, maxBytes: this.#partBytes });
      if (this.#isAstray(part)) return false;
      painter.append(this.#filtered(part.records), part.end);
      if (part.end >= part.logEnd) this.#follow(part.end);
      return part.records.length > 0;
    });
  }

  close(): void {
    this.#closed.abort();
    this.#stopFollowing();
  }

  /** Of no use: nobody reads any more, or the log has let its beginning go and its places mean something else. */
  #isAstray({ origin }: LogPart): boolean {
    if (!this.#closed.signal.aborted && origin !== this.#origin) {
      this.#options.painter.setFollowing(true);
      this.#stopFollowing();
      void this.open();
    }
    return this.#closed.signal.aborted || origin !== this.#origin;
  }

  get #partBytes(): number {
    return Math.min(mostPartBytes, Math.floor(this.#options.painter.store.limitBytes * partShare));
  }

  get #since(): { readonly since?: bigint } {
    const { since } = this.#options;
    return since === undefined ? {} : { since };
  }

  #filtered(records: Uint8Array): Uint8Array {
    const { filter } = this.#options;
    return filter ? matchingLines(records, filter) : records;
  }

  #stopFollowing(): void {
    this.#following?.abort();
    this.#following = undefined;
    this.#options.painter.setAtEnd(false);
  }

  #follow(from: number): void {
    this.#stopFollowing();
    const following = new AbortController();
    this.#following = following;
    this.#options.painter.setAtEnd(true);
    void this.#append(from, following.signal).catch((error: unknown) => {
      if (!following.signal.aborted) this.#options.onFailure(error);
    });
  }

  async #append(from: number, signal: AbortSignal): Promise<void> {
    const { engine, painter, containerId } = this.#options;
    let end = from;
    for await (const chunk of engine().readLogs(containerId, { ...this.#since, from, follow: true }, signal)) {
      if (signal.aborted) return;
      // What the reader looks at must not be let go for what is written meanwhile.
      if (!painter.status().isFollowing && painter.store.isFullWith(chunk.length)) return this.#stopFollowing();
      end += chunk.length;
      painter.append(this.#filtered(chunk), end);
    }
  }
}
