import type { LogPainter } from '../log/log-painter.ts';
import type { TextSearch } from '../log/text-search.ts';
import type { LogSource } from './log-source.ts';

/** Lines that are looked at between other work: a few ms. */
const linesAtOnce = 4_000;
/** Of a line, as much is searched. */
const lineBytes = 256 * 1024;

/** Goes from match to match through the whole log, also where it is only on disk. */
export class LogFinder {
  readonly #painter: LogPainter;
  #current: number | undefined;
  #run: AbortController | undefined;

  constructor(painter: LogPainter) {
    this.#painter = painter;
  }

  /** Another log, another search: the next match is looked for from what is seen. */
  reset(): void {
    this.stop();
    this.#current = undefined;
  }

  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
  }

  /**
   * Shows the match before (-1) or after (1) the one it is at; 0 begins with the newest one in sight. False when there is
   * none, undefined when it was stopped.
   */
  async find(search: TextSearch, window: LogSource, step: -1 | 0 | 1): Promise<boolean | undefined> {
    this.stop();
    const run = new AbortController();
    this.#run = run;
    if (step === 0) this.#current = undefined;
    const direction = step === 1 ? 1 : -1;
    let line = this.#current === undefined ? this.#start(direction) : this.#current + direction;
    for (;;) {
      const found = await this.#scan(search, line, direction, run.signal);
      if (run.signal.aborted) return undefined;
      if (found.isMatch) {
        this.#current = found.line;
        this.#painter.show(found.line);
        return true;
      }
      line = found.line;
      const isMore = direction < 0 ? await window.older() : await window.newer();
      if (run.signal.aborted) return undefined;
      if (!isMore) return false;
    }
  }

  /** The last line in sight when going back, the first one when going on. */
  #start(direction: number): number {
    const { store } = this.#painter;
    const { isFollowing, topLine } = this.#painter.status();
    if (direction > 0) return topLine;
    return isFollowing ? store.endLine - 1 : Math.min(store.endLine, topLine + this.#painter.height) - 1;
  }

  /** From a line on to the end of what is in memory: the match, or the line to go on with when there is more. */
  async #scan(
    search: TextSearch,
    from: number,
    direction: number,
    signal: AbortSignal,
  ): Promise<{ readonly line: number; readonly isMatch: boolean }> {
    const { store } = this.#painter;
    let line = from;
    for (let looked = 1; line >= store.firstLine && line < store.endLine; looked++) {
      if (search.matches(store.read(line, lineBytes)?.text ?? '')) return { line, isMatch: true };
      line += direction;
      if (looked % linesAtOnce !== 0) continue;
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) break;
    }
    return { line, isMatch: false };
  }
}
