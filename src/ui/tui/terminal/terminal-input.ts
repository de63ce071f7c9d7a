import type { InputEvent } from '../input/event.ts';

/** A terminal pane as the router sees it. */
export interface TerminalInput {
  /** Sends the event to the process as its terminal would. False: the process does not want it (a mouse event). */
  input(event: InputEvent): boolean;
  /** Chords that leave the session, pressed one after the other, such as `['ctrl-p', 'ctrl-q']`. */
  readonly detachKeys?: readonly string[] | undefined;
}
