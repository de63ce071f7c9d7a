import { malformedLayer } from './malformed-layer.ts';

const frameMagic = 0xfd2fb528;
/** Frames that hold no content, such as the table of contents of zstd:chunked; the last four bits are free. */
const skippableMagic = 0x184d2a50;

/** What every frame with content begins with, little-endian. */
export const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Part of a frame, and whether the frame ends with it. */
export interface FramePart {
  readonly bytes: Buffer;
  readonly endsFrame: boolean;
}

type State = 'magic' | 'skip-size' | 'skip' | 'descriptor' | 'header' | 'block-header' | 'block' | 'checksum';

/** Sizes of the fields of a frame header, by the bits of its descriptor (RFC 8878, 3.1.1.1). */
const dictionaryIdBytes = [0, 1, 2, 4];
const contentSizeBytes = [0, 2, 4, 8];

/**
 * Finds where the frames of zstd data end, for a decoder that stops after one of them without a word; parallel compressors
 * write many. Looks at nothing but headers (RFC 8878).
 */
export class ZstdFrames {
  #state: State = 'magic';
  /** Bytes until the state is over. */
  #left = 4;
  /** The bytes of a header so far, little-endian. */
  #value = 0;
  #shift = 0;
  #hasChecksum = false;
  #isLastBlock = false;

  /** Nothing of a frame is missing. */
  get isComplete(): boolean {
    return this.#state === 'magic' && this.#shift === 0;
  }

  /** The parts of frames in a chunk, which goes on where the one before ended. The magic of a frame is not among them. */
  *split(chunk: Buffer): Generator<FramePart> {
    let start: number | undefined;
    for (let at = 0; at < chunk.length; ) {
      const bytes = Math.min(this.#left, chunk.length - at);
      if (this.#isContent) start ??= at;
      this.#collect(chunk, at, bytes);
      at += bytes;
      this.#left -= bytes;
      if (this.#left > 0 || !this.#advance()) continue;
      yield { bytes: chunk.subarray(start, at), endsFrame: true };
      start = undefined;
    }
    if (start !== undefined) yield { bytes: chunk.subarray(start), endsFrame: false };
  }

  get #isContent(): boolean {
    return this.#state !== 'magic' && this.#state !== 'skip-size' && this.#state !== 'skip';
  }

  #collect(chunk: Buffer, at: number, bytes: number): void {
    if (this.#state === 'skip' || this.#state === 'block' || this.#state === 'header') return;
    for (let index = at; index < at + bytes; index++) {
      this.#value += (chunk[index] ?? 0) * 2 ** this.#shift;
      this.#shift += 8;
    }
  }

  /** To the next state. True: a frame is over. */
  #advance(): boolean {
    const value = this.#value;
    this.#value = 0;
    this.#shift = 0;
    switch (this.#state) {
      case 'magic':
        return this.#begin(value);
      case 'skip-size':
        return this.#to(value === 0 ? 'magic' : 'skip', value || 4);
      case 'skip':
        return this.#to('magic', 4);
      case 'descriptor':
        return this.#describe(value);
      case 'header':
        return this.#to('block-header', 3);
      case 'block-header':
        return this.#block(value);
      case 'block':
        return this.#endBlock();
      case 'checksum':
        this.#to('magic', 4);
        return true;
    }
  }

  #begin(magic: number): boolean {
    if (magic === frameMagic) return this.#to('descriptor', 1);
    if ((magic & 0xffff_fff0) >>> 0 === skippableMagic) return this.#to('skip-size', 4);
    throw malformedLayer('its zstd compression is broken: what should be a frame is none');
  }

  #describe(descriptor: number): boolean {
    const isSingleSegment = (descriptor & 0x20) !== 0;
    this.#hasChecksum = (descriptor & 0x04) !== 0;
    const sizeFlag = descriptor >> 6;
    const size = sizeFlag === 0 && isSingleSegment ? 1 : (contentSizeBytes[sizeFlag] ?? 0);
    const rest = (isSingleSegment ? 0 : 1) + (dictionaryIdBytes[descriptor & 0x03] ?? 0) + size;
    return rest === 0 ? this.#to('block-header', 3) : this.#to('header', rest);
  }

  #block(header: number): boolean {
    this.#isLastBlock = (header & 1) === 1;
    const type = (header >> 1) & 3;
    if (type === 3) throw malformedLayer('its zstd compression is broken: a block is of no known type');
    // A run of one byte is that byte.
    const bytes = type === 1 ? 1 : header >> 3;
    return bytes === 0 ? this.#endBlock() : this.#to('block', bytes);
  }

  #endBlock(): boolean {
    if (!this.#isLastBlock) return this.#to('block-header', 3);
    if (this.#hasChecksum) return this.#to('checksum', 4);
    this.#to('magic', 4);
    return true;
  }

  #to(state: State, bytes: number): false {
    this.#state = state;
    this.#left = bytes;
    return false;
  }
}
