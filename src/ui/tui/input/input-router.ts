import type { TerminalInput } from '../terminal/terminal-input.ts';
import type { InputEvent, KeyEvent, MouseEvent, RoutedEvent } from './event.ts';

export interface RouterOptions {
  /** Chords that are the application's while a terminal pane has the focus. */
  readonly prefixKeys: readonly string[];
  readonly onEvent: (event: RoutedEvent) => void;
  /** The event in the cells of the focused pane; undefined when the mouse is elsewhere. */
  readonly translate: (event: MouseEvent, pane: TerminalInput) => MouseEvent | undefined;
}

/**
 * Tells the application's input from a terminal pane's. While a pane has the focus everything goes to it but the prefix
 * key with the key after it, its detach keys, and the mouse where it wants none.
 */
export class InputRouter {
  readonly #options: RouterOptions;
  #pane: TerminalInput | undefined;
  #isPrefixed = false;
  /** Detach keys pressed so far: they go to the process if the next key is another. */
  #held: KeyEvent[] = [];

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** Gives the keys to a pane, or to the application. */
  focusTerminal(pane: TerminalInput | undefined): void {
    if (pane === this.#pane) return;
    this.#release();
    this.#isPrefixed = false;
    this.#pane = pane;
  }

  handle(event: InputEvent): void {
    const pane = this.#pane;
    if (!pane) {
      if (event.kind !== 'unknown') this.#options.onEvent(event);
    } else if (event.kind === 'key') this.#handleKey(event, pane);
    else if (event.kind === 'mouse') this.#handleMouse(event, pane);
    else {
      this.#release();
      const isTaken = pane.input(event);
      if (event.kind === 'focus' || (!isTaken && event.kind !== 'unknown')) this.#options.onEvent(event);
    }
  }

  #handleKey(key: KeyEvent, pane: TerminalInput): void {
    const isPrefix = this.#options.prefixKeys.includes(key.chord);
    if (this.#isPrefixed) {
      this.#isPrefixed = false;
      if (isPrefix) pane.input(key);
      this.#options.onEvent(isPrefix ? { kind: 'prefix-sent' } : { kind: 'command', key });
      return;
    }
    if (isPrefix) {
      this.#release();
      this.#isPrefixed = true;
      this.#options.onEvent({ kind: 'prefix' });
      return;
    }
    if (!this.#isDetaching(key, pane)) pane.input(key);
  }

  /** Holds detach keys back until it is clear what they are. True when the key was held or used. */
  #isDetaching(key: KeyEvent, pane: TerminalInput): boolean {
    const { detachKeys = [] } = pane;
    if (detachKeys.length === 0) return false;
    if (key.chord !== detachKeys[this.#held.length]) this.#release();
    if (key.chord !== detachKeys[this.#held.length]) return false;
    this.#held.push(key);
    if (this.#held.length === detachKeys.length) {
      this.#held = [];
      this.#options.onEvent({ kind: 'detach' });
    }
    return true;
  }

  #handleMouse(event: MouseEvent, pane: TerminalInput): void {
    const translated = this.#options.translate(event, pane);
    if (!translated || !pane.input(translated)) this.#options.onEvent(event);
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const key of held) this.#pane?.input(key);
  }
}
