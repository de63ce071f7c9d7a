import type { InputEvent } from './event.ts';
import { InputParser } from './input-parser.ts';

/** How long an ESC may be the start of a sequence that comes in two pieces, and a paste without an end may last. */
const escapeDelayMs = 20;
const pasteDelayMs = 1000;

/** A terminal's input stream: process.stdin, or a stand-in. */
export interface TerminalStdin {
  setRawMode?(isRaw: boolean): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Reads the keyboard: raw mode, and every event as soon as it cannot mean anything else. */
export class InputReader {
  readonly #stdin: TerminalStdin;
  readonly #onEvent: (event: InputEvent) => void;
  readonly #parser = new InputParser();
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;

  constructor(stdin: TerminalStdin, onEvent: (event: InputEvent) => void) {
    this.#stdin = stdin;
    this.#onEvent = onEvent;
  }

  start(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#stdin.setRawMode?.(true);
    this.#stdin.on('data', this.#take);
    this.#stdin.resume();
  }

  stop(): void {
    if (!this.#isReading) return;
    this.#isReading = false;
    clearTimeout(this.#timer);
    this.#stdin.off('data', this.#take);
    this.#stdin.setRawMode?.(false);
    this.#stdin.pause();
  }

  readonly #take = (bytes: Uint8Array): void => {
    clearTimeout(this.#timer);
    this.#emit(this.#parser.push(bytes));
    if (!this.#parser.isWaiting) return;
    const delayMs = this.#parser.isPasting ? pasteDelayMs : escapeDelayMs;
    this.#timer = setTimeout(() => this.#emit(this.#parser.flush()), delayMs);
  };

  #emit(events: readonly InputEvent[]): void {
    for (const event of events) {
      if (this.#isReading) this.#onEvent(event);
    }
  }
}
