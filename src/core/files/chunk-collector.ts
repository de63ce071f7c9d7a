/** Large enough that a chunk's way costs little beside its content, in bytes. */
const chunkBytes = 256 * 1024;

/** Puts small pieces together into chunks worth sending. Each chunk has memory of its own. */
export class ChunkCollector {
  readonly #write: (chunk: Uint8Array) => void;
  #chunk = Buffer.allocUnsafeSlow(chunkBytes);
  #length = 0;

  constructor(write: (chunk: Uint8Array) => void) {
    this.#write = write;
  }

  add(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + chunkBytes - this.#length);
      this.#chunk.set(part, this.#length);
      this.#length += part.length;
      at += part.length;
      if (this.#length === chunkBytes) this.flush();
    }
  }

  flush(): void {
    if (this.#length === 0) return;
    this.#write(this.#length === chunkBytes ? this.#chunk : new Uint8Array(this.#chunk.subarray(0, this.#length)));
    if (this.#length === chunkBytes) this.#chunk = Buffer.allocUnsafeSlow(chunkBytes);
    this.#length = 0;
  }
}
