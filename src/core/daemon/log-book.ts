import type { DaemonLogOptions } from '../api/daemon-operations.ts';
import { Signal } from '../streams/signal.ts';

/** The last lines of this many bytes are kept, for those who ask. */
const maxKeptBytes = 256 * 1024;
/** Lines that may wait for one reader; beyond it the oldest are left out. */
const maxWaitingLines = 10_000;

/** The last lines of the daemon's log, for readers who do not know where its stderr goes. */
export class LogBook {
  readonly #lines: string[] = [];
  #bytes = 0;
  readonly #readers = new Set<(line: string) => void>();

  /** One line, its newline included. */
  write(line: string): void {
    this.#lines.push(line);
    this.#bytes += line.length;
    while (this.#bytes > maxKeptBytes && this.#lines.length > 1) this.#bytes -= this.#lines.shift()?.length ?? 0;
    for (const reader of this.#readers) reader(line);
  }

  async *read({ tail, follow }: DaemonLogOptions, abort?: AbortSignal): AsyncGenerator<string> {
    const kept = tail === undefined ? this.#lines.slice() : this.#lines.slice(Math.max(0, this.#lines.length - tail));
    if (!follow) return yield* kept;
    using changed = new Signal(abort);
    const waiting = kept;
    const reader = (line: string): void => {
      waiting.push(line);
      if (waiting.length > maxWaitingLines) waiting.shift();
      changed.raise();
    };
    this.#readers.add(reader);
    try {
      while (!abort?.aborted) {
        yield* waiting.splice(0);
        await changed.raised();
      }
    } finally {
      this.#readers.delete(reader);
    }
  }
}
