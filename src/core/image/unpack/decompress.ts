import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { freeChunk } from '../../host/free-memory.ts';
import { malformedLayer } from './malformed-layer.ts';
import { ZstdFrames, zstdMagic } from './zstd-frames.ts';

/** Enough ahead that neither side waits for the other. */
const options = { chunkSize: 256 * 1024, highWaterMark: 1024 * 1024 };

/** Takes what is in compressed data, a piece at a time, which is valid until it resolves. What it throws ends the decompression. */
export type Consume = (chunk: Buffer) => Promise<void> | void;

/** Decompresses what it is given, whatever it is: media types are often wrong, and the digest is checked anyway. */
export class Decompressor {
  readonly #consume: Consume;
  #head: Buffer = Buffer.alloc(0);
  #decoder: Decoder | undefined;

  constructor(consume: Consume) {
    this.#consume = consume;
  }

  /** Resolves when it may have more. The chunk must stay as it is until then. */
  async write(chunk: Buffer): Promise<void> {
    if (this.#decoder !== undefined) {
      await this.#decoder.write(chunk);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    if (this.#head.length < 4) return;
    this.#decoder = decoderFor(this.#head, this.#consume);
    await this.#decoder.write(this.#head);
  }

  async end(): Promise<void> {
    if (this.#decoder === undefined) await this.#consume(this.#head);
    else await this.#decoder.end();
  }

  /** After a failure. */
  abandon(): void {
    this.#decoder?.abandon();
  }
}

/** What is in compressed data, as a source of its own. */
export async function* decompressed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const pieces = new PassThrough({ highWaterMark: options.highWaterMark });
  const decompressor = new Decompressor(async (chunk) => {
    // Nobody reads on after a failure.
    if (!pieces.write(Buffer.from(chunk))) await Promise.race([once(pieces, 'drain'), once(pieces, 'close')]);
  });
  const work = async (): Promise<void> => {
    for await (const chunk of source) await decompressor.write(Buffer.from(chunk));
    await decompressor.end();
    pieces.end();
  };
  work().catch((error: unknown) => pieces.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    yield* pieces as AsyncIterable<Buffer>;
  } finally {
    pieces.destroy();
    decompressor.abandon();
  }
}

interface Decoder {
  write(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
  abandon(): void;
}

function decoderFor(head: Buffer, consume: Consume): Decoder {
  if (head.readUInt16BE(0) === 0x1f8b) return new StreamDecoder(createGunzip(options), 'gzip', consume);
  const magic = head.readUInt32LE(0);
  const isSkippable = (magic & 0xffff_fff0) >>> 0 === 0x184d2a50;
  if (isSkippable || head.subarray(0, 4).equals(zstdMagic)) return new ZstdDecoder(consume);
  return {
    write: async (chunk) => await consume(chunk),
    end: async () => undefined,
    abandon: () => undefined,
  };
}

/** One of node:zlib's streams. It works ahead, in a thread of libuv's, while what came out of it is being consumed. */
class StreamDecoder implements Decoder {
  readonly #stream: Gunzip | ZstdDecompress;
  readonly #drained: Promise<void>;
  readonly #failed: Promise<never>;

  constructor(stream: Gunzip | ZstdDecompress, name: string, consume: Consume) {
    this.#stream = stream;
    this.#drained = drain(stream, consume).catch((error: unknown) => {
      throw isOfZlib(error) ? malformedLayer(`its ${name} compression is broken: ${error.message}`) : error;
    });
    this.#failed = this.#drained.then(() => new Promise<never>(() => undefined));
    this.#failed.catch(() => undefined);
  }

  async write(chunk: Buffer): Promise<void> {
    const written = new Promise<void>((resolve) => this.#stream.write(chunk, () => resolve()));
    await Promise.race([written, this.#failed]);
  }

  async end(): Promise<void> {
    this.#stream.end();
    await this.#drained;
  }

  abandon(): void {
    this.#stream.destroy();
  }
}

async function drain(stream: Gunzip | ZstdDecompress, consume: Consume): Promise<void> {
  for await (const chunk of stream) {
    await consume(chunk);
    freeChunk(chunk);
  }
}

function isOfZlib(error: unknown): error is Error {
  return error instanceof Error && /^(Z_|ZSTD_|ERR_ZLIB)/.test(String((error as NodeJS.ErrnoException).code));
}

/** A decoder for each frame. */
class ZstdDecoder implements Decoder {
  readonly #frames = new ZstdFrames();
  readonly #consume: Consume;
  #decoder: StreamDecoder | undefined;

  constructor(consume: Consume) {
    this.#consume = consume;
  }

  async write(chunk: Buffer): Promise<void> {
    for (const { bytes, endsFrame } of this.#frames.split(chunk)) {
      if (this.#decoder === undefined) {
        this.#decoder = new StreamDecoder(createZstdDecompress(options), 'zstd', this.#consume);
        await this.#decoder.write(zstdMagic);
      }
      await this.#decoder.write(bytes);
      if (!endsFrame) continue;
      await this.#decoder.end();
      this.#decoder = undefined;
    }
  }

  async end(): Promise<void> {
    if (!this.#frames.isComplete) throw malformedLayer('its zstd compression is cut short');
  }

  abandon(): void {
    this.#decoder?.abandon();
  }
}
