import { writeAll } from '../write-all.ts';

const newline = 10;
const space = 32;
const letterP = 0x50;
/** `stdout` and `stderr` differ in their fourth letter. */
const letterE = 0x65;
const streamNameLength = 6;

export interface LogPrinterOptions {
  readonly timestamps: boolean;
}

/** Takes chunks of whole CRI log records apart and writes what the container wrote, each stream where it belongs. */
export class LogPrinter {
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;
  readonly #timestamps: boolean;
  /** Streams whose last record was a partial one: the next belongs to the same line. */
  readonly #midLine = { stdout: false, stderr: false };

  constructor(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream, options: LogPrinterOptions) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#timestamps = options.timestamps;
  }

  async print(chunk: Uint8Array): Promise<void> {
    const records = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    // Never longer than the records: what is printed is a part of each.
    const output = Buffer.allocUnsafe(records.length);
    let name: 'stdout' | 'stderr' = 'stdout';
    let from = 0;
    let end = 0;
    for (let at = 0; at < records.length; ) {
      const lineFeed = records.indexOf(newline, at);
      const next = lineFeed === -1 ? records.length : lineFeed + 1;
      const timeEnd = records.indexOf(space, at);
      const tagAt = timeEnd + 1 + streamNameLength + 1;
      if (timeEnd === -1 || tagAt + 2 > next) {
        // Not a record. Better shown than lost.
        end += records.copy(output, end, at, next);
        at = next;
        continue;
      }
      const recordName = records[timeEnd + 4] === letterE ? 'stderr' : 'stdout';
      if (recordName !== name) {
        if (end > from) await writeAll(this.#stream(name), output.subarray(from, end));
        from = end;
        name = recordName;
      }
      const isPartial = records[tagAt] === letterP;
      if (this.#timestamps && !this.#midLine[name]) end += records.copy(output, end, at, timeEnd + 1);
      end += records.copy(output, end, tagAt + 2, isPartial && lineFeed !== -1 ? next - 1 : next);
      this.#midLine[name] = isPartial;
      at = next;
    }
    if (end > from) await writeAll(this.#stream(name), output.subarray(from, end));
  }

  #stream(name: 'stdout' | 'stderr'): NodeJS.WriteStream {
    return name === 'stdout' ? this.#stdout : this.#stderr;
  }
}
