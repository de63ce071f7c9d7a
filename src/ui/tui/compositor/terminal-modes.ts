import type { SurfaceCursor } from '../surface/painter.ts';

const shapes = { block: 1, underline: 3, bar: 5 } as const;

/** Everything the screen changes in the terminal, in the order it is set. `?7`: a row never wraps into the next. */
const modes = ['?1049', '?7', '?1004', '?2004', '?1002', '?1006'] as const;
const switchedOff: ReadonlySet<string> = new Set(['?7']);
const mouseModes: ReadonlySet<string> = new Set(['?1002', '?1006']);

/** Alternate screen, hidden cursor, no wrapping, focus reports, bracketed paste, mouse with buttons and wheel. */
export function enterSequence(hasMouse: boolean): string {
  const wanted = modes.filter((mode) => hasMouse || !mouseModes.has(mode));
  return `${wanted.map((mode) => `\u001b[${mode}${switchedOff.has(mode) ? 'l' : 'h'}`).join('')}\u001b[?25l`;
}

/** Takes all of it back, whatever is half done: an open synchronized frame, a style, a cursor shape. */
export const leaveSequence = `\u001b[?2026l\u001b[0m\u001b[0 q\u001b[?25h${modes
  .toReversed()
  .map((mode) => `\u001b[${mode}${switchedOff.has(mode) ? 'h' : 'l'}`)
  .join('')}`;

export const hideCursor = '\u001b[?25l';

/** Begin and end of a synchronized update (DECSET 2026): the terminal shows the whole frame or nothing of it. */
export const beginFrame = '\u001b[?2026h';
export const endFrame = '\u001b[?2026l';

export function moveTo(x: number, y: number): string {
  return `\u001b[${y + 1};${x + 1}H`;
}

/** Shows the cursor at a cell of the screen. */
export function showCursor(cursor: SurfaceCursor): string {
  return `${moveTo(cursor.x, cursor.y)}\u001b[${shapes[cursor.shape] + (cursor.blinking ? 0 : 1)} q\u001b[?25h`;
}
