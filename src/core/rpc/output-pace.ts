/** A frame of a screen. */
const windowMs = 16;
/** Pieces in a frame that are passed on as they come: more than an echo or a drawn screen has. */
const promptPieces = 8;
/** How long a flood is gathered, so that its hundreds of small pieces become one message. */
const gatherMs = 2;

/** How soon the next piece of a session's output is passed on. A message costs as much as thousands of bytes in it. */
export class OutputPace {
  #windowEnd = 0;
  #piecesLeft = promptPieces;

  /** Resolves at once for what answers a key, and in a flood after a moment in which more of it comes. */
  async afterPiece(): Promise<void> {
    const now = performance.now();
    if (now >= this.#windowEnd) {
      this.#windowEnd = now + windowMs;
      this.#piecesLeft = promptPieces;
    }
    this.#piecesLeft--;
    if (this.#piecesLeft < 0) await new Promise((resolve) => setTimeout(resolve, gatherMs));
  }
}
