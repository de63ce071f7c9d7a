import type { IBuffer, Terminal } from '@xterm/headless';

/** The part of the emulator that says which rows a piece of output touched. Not public: absent, every row counts. */
interface RefreshSource {
  readonly _core?: {
    readonly _inputHandler?: {
      onRequestRefreshRows?(listener: (rows: { start: number; end: number } | undefined) => void): unknown;
    };
  };
}

/** Rows of the screen that have to be painted anew. */
export class DirtyRows {
  readonly #hasSource: boolean;
  #from = 0;
  #to = Number.POSITIVE_INFINITY;
  #buffer: IBuffer | undefined;
  #first = -1;

  constructor(terminal: Terminal) {
    const handler = (terminal as unknown as RefreshSource)._core?._inputHandler;
    this.#hasSource = handler?.onRequestRefreshRows !== undefined;
    handler?.onRequestRefreshRows?.((rows) => {
      if (!rows) return this.all();
      this.#from = Math.min(this.#from, rows.start);
      this.#to = Math.max(this.#to, rows.end);
    });
  }

  all(): void {
    this.#from = 0;
    this.#to = Number.POSITIVE_INFINITY;
  }

  /** The dirty rows of a screen that shows `buffer` from line `first`, which are clean afterwards. */
  take(buffer: IBuffer, first: number, height: number): readonly number[] {
    if (!this.#hasSource || buffer.type !== this.#buffer?.type || first !== this.#first) this.all();
    this.#buffer = buffer;
    this.#first = first;
    const from = this.#from;
    const to = Math.min(this.#to, height - 1);
    this.#from = Number.POSITIVE_INFINITY;
    this.#to = -1;
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  }
}
