import { createInflate } from 'node:zlib';
import { ConmanError } from '../../errors/index.ts';
import { spdyDictionary, spdyDictionaryId } from './spdy-dictionary.ts';

export type SpdyHeaders = ReadonlyMap<string, string>;

/** Largest header block in bytes, inflated. What compresses well may be much smaller on the wire. */
export const maxHeaderBytes = 32 * 1024;
const maxHeaders = 100;

/** Reads the header blocks of one connection. They are one zlib stream: each has to be read, in order. */
export class HeaderReader {
  readonly #zlib = createInflate({ dictionary: spdyDictionary() });
  #inflated: Buffer[] = [];
  #inflatedBytes = 0;
  #fail: (error: unknown) => void = () => undefined;

  constructor() {
    this.#zlib.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#zlib.on('error', (error) => this.#fail(malformed(`cannot be inflated: ${error.message}`)));
    this.#zlib.on('end', () => this.#fail(malformed('ends the compression of the connection')));
  }

  /** Fails with `data-loss`; the connection is of no use after that. One call at a time. */
  async read(block: Uint8Array): Promise<SpdyHeaders> {
    this.#inflated = [];
    this.#inflatedBytes = 0;
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      this.#zlib.write(block, () => resolve());
    });
    return parseHeaders(Buffer.concat(this.#inflated));
  }

  /** Frees what zlib holds outside of the heap. */
  close(): void {
    this.#zlib.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#inflatedBytes += chunk.length;
    if (this.#inflatedBytes <= maxHeaderBytes) {
      this.#inflated.push(chunk);
      return;
    }
    this.#fail(malformed(`has more than ${maxHeaderBytes} bytes`));
    this.#zlib.destroy();
  }
}

/**
 * Writes the header blocks of one connection, uncompressed: blocks of stored bytes are a valid zlib stream, and what
 * conmand says in headers is not worth a compressor of a quarter megabyte per connection.
 */
export class HeaderWriter {
  #begun = false;

  write(headers: SpdyHeaders): Buffer {
    const bytes = serializeHeaders(headers);
    const stored = Buffer.alloc(5);
    stored.writeUInt16LE(bytes.length, 1);
    stored.writeUInt16LE(~bytes.length & 0xffff, 3);
    const start = this.#begun ? Buffer.alloc(0) : zlibStart();
    this.#begun = true;
    // An empty stored block is what flushes: readers give out nothing before it.
    return Buffer.concat([start, stored, bytes, Buffer.from([0, 0, 0, 0xff, 0xff])]);
  }
}

/** Deflate with a window of 32 KiB and a preset dictionary (RFC 1950, section 2.2). */
function zlibStart(): Buffer {
  const start = Buffer.from([0x78, 0x20, 0, 0, 0, 0]);
  start.writeUInt32BE(spdyDictionaryId, 2);
  return start;
}

function serializeHeaders(headers: SpdyHeaders): Buffer {
  const parts = [uint32(headers.size)];
  for (const text of [...headers].flat()) {
    const bytes = Buffer.from(text, 'utf8');
    parts.push(uint32(bytes.length), bytes);
  }
  const block = Buffer.concat(parts);
  if (block.length > 0xffff) throw new ConmanError('internal', `a header block of ${block.length} bytes is too large`);
  return block;
}

/** A count, then that many names and values, each behind its length; all numbers have 32 bits. */
function parseHeaders(block: Buffer): SpdyHeaders {
  const headers = new Map<string, string>();
  let offset = 0;
  const number = (): number => {
    if (offset + 4 > block.length) throw malformed('ends early');
    offset += 4;
    return block.readUInt32BE(offset - 4);
  };
  const text = (): string => {
    const length = number();
    if (length > block.length - offset) throw malformed('ends early');
    offset += length;
    return block.toString('utf8', offset - length, offset);
  };
  const count = number();
  if (count > maxHeaders) throw malformed(`has ${count} headers, at most ${maxHeaders} are allowed`);
  for (let index = 0; index < count; index++) {
    const name = text();
    if (headers.has(name)) throw malformed('has a header twice');
    headers.set(name, text());
  }
  if (offset !== block.length) throw malformed('goes on behind its last header');
  return headers;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function malformed(how: string): ConmanError {
  return new ConmanError('data-loss', `a SPDY header block ${how}`);
}
