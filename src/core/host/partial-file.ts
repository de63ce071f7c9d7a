import { closeSync, constants, openSync, readSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { systemError } from './system-error.ts';

const chunkBytes = 256 * 1024;

/**
 * A file of known size on its way to its place: what is there of it is kept over attempts, and it appears under its name
 * when it is whole. Not durable until its file system is synced. Synchronous: for threads.
 */
export class PartialFile implements Disposable {
  readonly #path: string;
  readonly #finalPath: string;
  readonly #descriptor: number;
  readonly #wasWhole: boolean;
  #sizeBytes: number;

  private constructor(path: string, finalPath: string, wasWhole: boolean) {
    this.#path = path;
    this.#finalPath = finalPath;
    this.#wasWhole = wasWhole;
    const { O_RDWR, O_CREAT, O_APPEND, O_NOFOLLOW } = constants;
    const place = wasWhole ? finalPath : path;
    this.#descriptor = attempt(place, () => openSync(place, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600));
    this.#sizeBytes = sizeOf(place) ?? 0;
  }

  /** One that is in its place already is read from there, unless its size shows that it is damaged. */
  static open(path: string, finalPath: string, sizeBytes: number): PartialFile {
    const wasWhole = sizeOf(finalPath) === sizeBytes;
    if (!wasWhole && (sizeOf(path) ?? 0) > sizeBytes) attempt(path, () => unlinkSync(path));
    return new PartialFile(path, finalPath, wasWhole);
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** What was there when it was opened; each piece is valid until the next. */
  *read(): Generator<Buffer> {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    const end = this.#sizeBytes;
    for (let at = 0; at < end; ) {
      const bytes = attempt(this.#path, () =>
        readSync(this.#descriptor, buffer, 0, Math.min(chunkBytes, end - at), at),
      );
      if (bytes === 0) return;
      at += bytes;
      yield buffer.subarray(0, bytes);
    }
  }

  append(chunk: Uint8Array): void {
    attempt(this.#path, () => {
      for (let at = 0; at < chunk.length; ) at += writeSync(this.#descriptor, chunk, at);
    });
    this.#sizeBytes += chunk.length;
  }

  /** Puts it in its place. */
  commit(): void {
    if (!this.#wasWhole) attempt(this.#finalPath, () => renameSync(this.#path, this.#finalPath));
  }

  /** It is not what it should be. */
  discard(): void {
    const place = this.#wasWhole ? this.#finalPath : this.#path;
    attempt(place, () => unlinkSync(place));
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}

function sizeOf(path: string): number | undefined {
  return attempt(path, () => statSync(path, { throwIfNoEntry: false })?.size);
}

function attempt<T>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw systemError(error, `write ${path}`);
  }
}
