import { closeSync, fstatSync, readSync, writeSync } from 'node:fs';

/** A file in memory that a program has as one of its descriptors: nobody waits for a reader. */
export class MemoryFile implements Disposable {
  readonly descriptor: number;

  /** Closes the descriptor when it is disposed of. */
  constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /** For a reader who begins at the beginning. */
  write(text: string): void {
    writeSync(this.descriptor, text, 0);
  }

  /** What was written, up to a bound. */
  text(maxBytes: number): string {
    const buffer = Buffer.alloc(Math.min(fstatSync(this.descriptor).size, maxBytes));
    return buffer.toString('utf8', 0, readSync(this.descriptor, buffer, 0, buffer.length, 0));
  }

  [Symbol.dispose](): void {
    closeSync(this.descriptor);
  }
}
