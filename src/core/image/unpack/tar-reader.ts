import { malformedArchive } from './malformed-archive.ts';
import { type PaxRecords, parsePax, paxNumber } from './pax.ts';
import { describeEntry, type Overrides, type RawHeader, readHeader, type TarEntry } from './tar-header.ts';

/** Told what is in an archive, in its order. What it throws ends the reading. */
export interface TarHandler {
  entry(entry: TarEntry): void;
  /** Part of the content of the last entry. Valid only until this returns. */
  data(chunk: Buffer): void;
  /** The last entry is whole. */
  endEntry(): void;
}

const blockBytes = 512;
/** Longest description of one entry: names and attributes, not content. */
const maxMetadataBytes = 1024 * 1024;

const emptyBlock = Buffer.alloc(blockBytes);
const noRecords: PaxRecords = new Map();

type Target = 'entry' | 'pax' | 'global' | 'path' | 'link';

const metadataOfFlag: Readonly<Record<string, Target>> = { x: 'pax', g: 'global', L: 'path', K: 'link' };

/** Reads ustar, PAX and GNU archives as they come in: feed it with `push`, then `finish`. Throws `data-loss`. */
export class TarReader {
  readonly #handler: TarHandler;
  readonly #block = Buffer.alloc(blockBytes);
  #blockFill = 0;
  #target: Target = 'entry';
  #remaining = 0;
  #padding = 0;
  #metadata: Buffer[] = [];
  #metadataBytes = 0;
  #overrides: Overrides = { pax: noRecords };
  #globals: PaxRecords = noRecords;
  #ended = false;

  constructor(handler: TarHandler) {
    this.#handler = handler;
  }

  push(chunk: Buffer): void {
    let at = 0;
    // What follows the end is padding of the medium.
    while (at < chunk.length && !this.#ended) {
      if (this.#remaining > 0) at = this.#content(chunk, at);
      else if (this.#padding > 0) at = this.#skip(chunk, at);
      else at = this.#headerBytes(chunk, at);
    }
  }

  /** An archive without the end marker is complete when nothing of an entry is missing, as other readers have it. */
  finish(): void {
    const amidEntry = this.#remaining > 0 || this.#padding > 0 || this.#blockFill > 0 || this.#metadataBytes > 0;
    if (!this.#ended && amidEntry) throw malformedArchive('the archive is cut short');
  }

  #content(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#remaining);
    const part = chunk.subarray(at, end);
    this.#remaining -= part.length;
    if (this.#target === 'entry') this.#handler.data(part);
    else this.#metadata.push(Buffer.from(part));
    if (this.#remaining === 0) this.#endContent();
    return end;
  }

  #skip(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#padding);
    this.#padding -= end - at;
    return end;
  }

  #headerBytes(chunk: Buffer, at: number): number {
    if (this.#blockFill === 0 && chunk.length - at >= blockBytes) {
      this.#header(chunk, at);
      return at + blockBytes;
    }
    const end = Math.min(chunk.length, at + blockBytes - this.#blockFill);
    chunk.copy(this.#block, this.#blockFill, at, end);
    this.#blockFill += end - at;
    if (this.#blockFill === blockBytes) {
      this.#blockFill = 0;
      this.#header(this.#block, 0);
    }
    return end;
  }

  #header(block: Buffer, at: number): void {
    // Hardly ever: the rest of the block is not looked at.
    if (block[at] === 0 && block.subarray(at, at + blockBytes).equals(emptyBlock)) {
      if (this.#metadataBytes > 0) throw malformedArchive('the archive ends in the middle of an entry');
      this.#ended = true;
      return;
    }
    const header = readHeader(block, at);
    this.#target = metadataOfFlag[header.typeflag] ?? 'entry';
    const sizeBytes = this.#target === 'entry' ? this.#beginEntry(header) : this.#beginMetadata(header);
    this.#remaining = sizeBytes;
    this.#padding = (blockBytes - (sizeBytes % blockBytes)) % blockBytes;
    if (sizeBytes === 0) this.#endContent();
  }

  #beginMetadata({ sizeBytes }: RawHeader): number {
    if (sizeBytes < 0) throw malformedArchive('a header has a negative size');
    // A header without content counts too: there must be an end to them.
    this.#metadataBytes += sizeBytes + blockBytes;
    if (this.#metadataBytes > maxMetadataBytes)
      throw malformedArchive('the description of an entry is longer than 1 MB');
    return sizeBytes;
  }

  #beginEntry(raw: RawHeader): number {
    const { pax: own } = this.#overrides;
    const pax = this.#globals.size === 0 ? own : new Map([...this.#globals, ...own]);
    const sizeBytes = paxNumber(pax, 'size') ?? raw.sizeBytes;
    if (!(Number.isSafeInteger(sizeBytes) && sizeBytes >= 0)) throw malformedArchive(`${sizeBytes} is not a size`);
    const entry = describeEntry(raw, sizeBytes, this.#overrides, pax);
    this.#overrides = { pax: noRecords };
    this.#metadataBytes = 0;
    this.#handler.entry(entry);
    return entry.sizeBytes;
  }

  #endContent(): void {
    if (this.#target === 'entry') {
      this.#handler.endEntry();
      return;
    }
    const [only] = this.#metadata;
    const body = only !== undefined && this.#metadata.length === 1 ? only : Buffer.concat(this.#metadata);
    this.#metadata = [];
    if (this.#target === 'pax') this.#overrides.pax = parsePax(body);
    else if (this.#target === 'global') this.#globals = new Map([...this.#globals, ...parsePax(body)]);
    else this.#overrides[this.#target] = body.toString('utf8').replace(/\0.*$/s, '');
  }
}
