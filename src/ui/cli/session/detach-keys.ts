const ctrlP = 0x10;
const ctrlQ = 0x11;

/** Finds Ctrl-p Ctrl-q in what is typed. A Ctrl-p waits for the next key, which decides whether it was meant for us. */
export class DetachKeys {
  #pending = false;

  /** What goes to the container, and whether the keys to leave it were among the input. */
  take(input: Uint8Array): { readonly data: Uint8Array; readonly detach: boolean } {
    const kept: number[] = [];
    for (const byte of input) {
      if (this.#pending && byte === ctrlQ) return { data: Uint8Array.from(kept), detach: true };
      if (this.#pending) kept.push(ctrlP);
      this.#pending = byte === ctrlP;
      if (!this.#pending) kept.push(byte);
    }
    return { data: Uint8Array.from(kept), detach: false };
  }
}
