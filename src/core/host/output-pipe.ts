import { closeSync } from 'node:fs';
import { Socket } from 'node:net';

export interface PipeEnds {
  readonly readEnd: number;
  readonly writeEnd: number;
}

/** A pipe to what a program writes, read while it runs. */
export class OutputPipe implements Disposable {
  /** What was written until every holder had closed the other end, or this one was closed; the rest of too much is lost. */
  readonly text: Promise<string>;
  readonly #reader: Socket;
  readonly #writeEnd: number;
  #isHanded = false;
  #bytes = 0;

  constructor({ readEnd, writeEnd }: PipeEnds, maxBytes: number, onTooMuch: () => void = () => undefined) {
    this.#writeEnd = writeEnd;
    this.#reader = new Socket({ fd: readEnd, readable: true, writable: false });
    this.text = this.#read(maxBytes, onTooMuch);
  }

  /** What the program gets. */
  get writeEnd(): number {
    return this.#writeEnd;
  }

  /** The program has the other end now, so that the output ends with the program. */
  handed(): void {
    if (!this.#isHanded) closeSync(this.#writeEnd);
    this.#isHanded = true;
  }

  /** Reads no more. */
  close(): void {
    this.handed();
    this.#reader.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #read(maxBytes: number, onTooMuch: () => void): Promise<string> {
    const chunks: Buffer[] = [];
    this.#reader.on('data', (chunk: Buffer) => {
      const wasTooMuch = this.#bytes > maxBytes;
      if (!wasTooMuch) chunks.push(chunk.subarray(0, maxBytes - this.#bytes));
      this.#bytes += chunk.length;
      if (!wasTooMuch && this.#bytes > maxBytes) onTooMuch();
    });
    return new Promise((resolve) => {
      this.#reader.on('error', () => undefined);
      this.#reader.once('close', () => resolve(Buffer.concat(chunks).toString()));
    });
  }
}
