import type { OutputChannel } from '../api/stream.ts';

export interface OutputPiece {
  readonly channel: OutputChannel;
  readonly data: Buffer;
}

/** Below this, pieces of one channel are joined: a terminal's output comes in crumbs. */
const joinBytes = 4 * 1024;

/** The last bytes of an output, oldest dropped first. */
export class Scrollback {
  readonly #maxBytes: number;
  #pieces: OutputPiece[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(channel: OutputChannel, data: Buffer): void {
    const last = this.#pieces.at(-1);
    if (last !== undefined && last.channel === channel && last.data.length + data.length <= joinBytes) {
      this.#pieces[this.#pieces.length - 1] = { channel, data: Buffer.concat([last.data, data]) };
    } else {
      // A copy of a small piece, because it may be a view of a much larger buffer.
      this.#pieces.push({ channel, data: data.length <= joinBytes ? Buffer.from(data) : data });
    }
    this.#bytes += data.length;
    this.#dropOldest();
  }

  pieces(): readonly OutputPiece[] {
    return this.#pieces;
  }

  #dropOldest(): void {
    let excess = this.#bytes - this.#maxBytes;
    if (excess <= 0) return;
    let dropped = 0;
    for (const { data } of this.#pieces) {
      if (data.length > excess) break;
      excess -= data.length;
      dropped += 1;
    }
    this.#pieces.splice(0, dropped);
    const [first] = this.#pieces;
    if (first !== undefined && excess > 0) {
      this.#pieces[0] = { channel: first.channel, data: first.data.subarray(excess) };
    }
    this.#bytes = this.#maxBytes;
  }
}
