import type { KeyEvent, MouseEvent } from '../input/event.ts';
import { mouseCode } from '../input/mouse-report.ts';

/** Finals of the keys that change with the application cursor mode (DECCKM). */
const cursorKeys: Readonly<Record<string, string>> = {
  up: 'A',
  down: 'B',
  right: 'C',
  left: 'D',
  home: 'H',
  end: 'F',
};

/** A key as a program expects it that may have asked for application cursor keys. Others are as the user's terminal sent them. */
export function encodeKey(key: KeyEvent, hasApplicationCursor: boolean): string {
  const final = cursorKeys[key.chord];
  if (final === undefined) return key.raw;
  return hasApplicationCursor ? `\u001bO${final}` : `\u001b[${final}`;
}

export type MouseTracking = 'none' | 'x10' | 'vt200' | 'drag' | 'any';

/** The report of a mouse event in a program's own cells; empty when it did not ask for this kind of event. */
export function encodeMouse(event: MouseEvent, tracking: MouseTracking, hasSgrReports: boolean): string {
  if (!isWanted(event, tracking)) return '';
  const code = mouseCode(event);
  if (hasSgrReports) return `\u001b[<${code};${event.x + 1};${event.y + 1}${event.action === 'release' ? 'm' : 'M'}`;
  // The old form has a byte for each number and cannot say which button was released.
  if (event.x > 222 || event.y > 222) return '';
  const released = event.action === 'release' ? (code & ~3) | 3 : code;
  return `\u001b[M${String.fromCharCode(released + 32, event.x + 33, event.y + 33)}`;
}

function isWanted(event: MouseEvent, tracking: MouseTracking): boolean {
  if (tracking === 'none') return false;
  if (event.action === 'press') return true;
  if (tracking === 'x10') return false;
  if (event.action !== 'move') return true;
  return tracking === 'any' || (tracking === 'drag' && event.button !== 'none');
}

/** Pasted text as a terminal types it: line ends are carriage returns, and the text cannot end the paste itself. */
export function encodePaste(text: string, isBracketed: boolean): string {
  const typed = text.replace(/\r?\n/g, '\r');
  return isBracketed ? `\u001b[200~${typed.replaceAll('\u001b', '')}\u001b[201~` : typed;
}
