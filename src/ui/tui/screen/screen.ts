import { Compositor, type TerminalOutput } from '../compositor/compositor.ts';
import { FrameGate } from '../compositor/frame-gate.ts';
import { enterSequence, leaveSequence } from '../compositor/terminal-modes.ts';
import type { MouseEvent, RoutedEvent } from '../input/event.ts';
import { InputReader, type TerminalStdin } from '../input/input-reader.ts';
import { InputRouter } from '../input/input-router.ts';
import type { TerminalInput } from '../terminal/terminal-input.ts';

export interface ScreenOptions {
  readonly stdin: TerminalStdin;
  readonly stdout: TerminalOutput;
  readonly onEvent: (event: RoutedEvent) => void;
  /** Chords that reach the application from a terminal pane. */
  readonly prefixKeys?: readonly string[];
  /** False leaves the mouse to the terminal. */
  readonly hasMouse?: boolean;
}

/** The user's terminal: its keyboard, its cells, and the way in and out of full-screen drawing. */
export class Screen {
  readonly compositor: Compositor;
  readonly router: InputRouter;
  /** For state that changes often: brings updates to React at the pace of the screen. */
  readonly frames = new FrameGate();
  readonly #stdout: TerminalOutput;
  readonly #reader: InputReader;
  readonly #hasMouse: boolean;
  #isEntered = false;

  constructor({ stdin, stdout, onEvent, prefixKeys = ['ctrl-g', 'f12'], hasMouse = true }: ScreenOptions) {
    this.#stdout = stdout;
    this.#hasMouse = hasMouse;
    this.compositor = new Compositor(stdout);
    this.router = new InputRouter({ prefixKeys, onEvent, translate: (event, pane) => this.#translate(event, pane) });
    this.#reader = new InputReader(stdin, (event) => {
      this.hurry();
      this.router.handle(event);
    });
  }

  /** Takes the terminal over: alternate screen, raw keyboard, mouse, paste. Draws all of it. */
  enter(): void {
    if (this.#isEntered) return;
    this.#isEntered = true;
    this.#stdout.write(enterSequence(this.#hasMouse));
    this.#reader.start();
    this.compositor.start();
  }

  /** Gives the terminal back as it was; `enter` may follow. Safe to call at any time, also while the process dies. */
  leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    this.compositor.stop();
    this.#stdout.write(leaveSequence);
    this.#reader.stop();
  }

  /** Somebody waits for what comes next: show it without waiting for the next frame's time. */
  hurry(): void {
    this.compositor.hurry();
    this.frames.hurry();
  }

  /** Puts text into the clipboard of whoever sits at the terminal, where it allows that (OSC 52). */
  copy(text: string): void {
    if (this.#isEntered) this.#stdout.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
  }

  #translate(event: MouseEvent, pane: TerminalInput): MouseEvent | undefined {
    const hit = this.compositor.hitTest(event.x, event.y);
    return hit && Object.is(hit.painter, pane) ? { ...event, x: hit.x, y: hit.y } : undefined;
  }
}
