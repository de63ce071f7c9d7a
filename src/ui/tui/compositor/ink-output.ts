import { EventEmitter } from 'node:events';

/** The size of a terminal as its stream tells it; a stream without one counts as 80 by 24. */
export interface SizedOutput {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence begins with one.
const modeSwitch = /^\u001b\[\?\d+[hl]$/;

/**
 * What Ink takes for its stdout. It relies on Ink's `debug` option, with which every write is one whole frame, rows
 * joined by line feeds: no cursor movement, no erasing, no throttling. Apart from frames there are empty writes, to wait
 * for the stream, and the cursor's switch, which is not Ink's to throw. ink-contract.test.tsx holds Ink to that.
 */
export class InkOutput extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  readonly destroyed = false;
  readonly writableEnded = false;
  readonly #output: SizedOutput;
  readonly #onFrame: (frame: string) => void;

  constructor(output: SizedOutput, onFrame: (frame: string) => void) {
    super();
    this.#output = output;
    this.#onFrame = onFrame;
  }

  get columns(): number {
    return this.#output.columns || 80;
  }

  get rows(): number {
    return this.#output.rows || 24;
  }

  write(data: string, ...rest: readonly unknown[]): boolean {
    if (data !== '' && !modeSwitch.test(data)) this.#onFrame(data);
    const done = rest.at(-1);
    if (typeof done === 'function') setImmediate(() => done());
    return true;
  }
}
