import type { InputEvent } from './event.ts';
import { pasteEnd, pasteStart, readEvent } from './key-sequence.ts';

/**
 * Reads the terminal's bytes as events, in whatever pieces they arrive: a character, a sequence or a paste may be split
 * anywhere. What could still become something else waits; `flush` says that nothing followed.
 */
export class InputParser {
  readonly #decoder = new TextDecoder();
  #pending = '';
  #paste: string[] | undefined;

  /** True when bytes wait for more: an ESC alone, the start of a sequence, an open paste. */
  get isWaiting(): boolean {
    return this.#pending !== '' || this.#paste !== undefined;
  }

  get isPasting(): boolean {
    return this.#paste !== undefined;
  }

  push(bytes: Uint8Array): readonly InputEvent[] {
    this.#pending += this.#decoder.decode(bytes, { stream: true });
    return this.#read(false);
  }

  /** Nothing more came: an ESC is the Escape key, and what is left of a sequence is what was typed. */
  flush(): readonly InputEvent[] {
    const events = [...this.#read(true)];
    if (this.#paste) {
      events.push({ kind: 'paste', text: this.#paste.join('') + this.#pending });
      this.#paste = undefined;
      this.#pending = '';
    }
    return events;
  }

  #read(isFinal: boolean): readonly InputEvent[] {
    const events: InputEvent[] = [];
    const text = this.#pending;
    let index = 0;
    while (index < text.length) {
      if (this.#paste) {
        const length = this.#readPaste(text, index, events);
        index += length;
        if (this.#paste) break;
        continue;
      }
      const length = readEvent(text, index, isFinal, events);
      if (length === 0) break;
      if (text.startsWith(pasteStart, index)) this.#paste = [];
      index += length;
    }
    this.#pending = text.slice(index);
    return events;
  }

  /** Takes pasted text up to its end, but not what may be the start of the end; gives how much it took. */
  #readPaste(text: string, start: number, events: InputEvent[]): number {
    const end = text.indexOf(pasteEnd, start);
    if (end >= 0) {
      this.#paste?.push(text.slice(start, end));
      events.push({ kind: 'paste', text: this.#paste?.join('') ?? '' });
      this.#paste = undefined;
      return end + pasteEnd.length - start;
    }
    const lastEscape = text.lastIndexOf('\u001b');
    const isPartial = lastEscape >= start && pasteEnd.startsWith(text.slice(lastEscape));
    const taken = isPartial ? lastEscape : text.length;
    this.#paste?.push(text.slice(start, taken));
    return taken - start;
  }
}
