import type { InputEvent, KeyEvent } from './event.ts';
import { controlChord, letterKeys, modifiedChord, tildeKeys, withAlt } from './key-names.ts';
import { parseMouse } from './mouse-report.ts';

/** What a terminal puts around pasted text (mode 2004). */
export const pasteStart = '\u001b[200~';
export const pasteEnd = '\u001b[201~';

const longestSequence = 256;

/** Reads one event at `start`; gives its length, 0 when it is not complete. */
export function readEvent(text: string, start: number, isFinal: boolean, events: InputEvent[]): number {
  const code = text.charCodeAt(start);
  if (code === 0x1b) return readEscape(text, start, isFinal, events);
  if (code < 0x20 || code === 0x7f) {
    events.push(key(controlChord(code), text.charAt(start)));
    return 1;
  }
  const character = String.fromCodePoint(text.codePointAt(start) as number);
  events.push(characterKey(character));
  return character.length;
}

function characterKey(character: string): KeyEvent {
  return { kind: 'key', chord: character === ' ' ? 'space' : character, text: character, raw: character };
}

function readEscape(text: string, start: number, isFinal: boolean, events: InputEvent[]): number {
  const second = text.charAt(start + 1);
  const third = text.charAt(start + 2);
  if (!isFinal && (second === '' || (second === '\u001b' && third === ''))) return 0;
  // ESC before a sequence is Alt with that key; before another ESC it is the Escape key.
  if (second === '' || (second === '\u001b' && third !== '[' && third !== 'O')) {
    events.push(key('escape', '\u001b'));
    return 1;
  }
  if (second === '[') return readControlSequence(text, start, isFinal, events);
  if (second === 'O') return readSingleShift(text, start, isFinal, events);
  const inner: InputEvent[] = [];
  const length = readEvent(text, start + 1, isFinal, inner);
  if (length === 0) return 0;
  for (const event of inner) {
    if (event.kind === 'key') events.push(key(withAlt(event.chord), `\u001b${event.raw}`));
    else events.push(event);
  }
  return length + 1;
}

/** `ESC [ parameters intermediates final`. */
function readControlSequence(text: string, start: number, isFinal: boolean, events: InputEvent[]): number {
  let index = start + 2;
  while (index < text.length && isWithin(text, index, 0x20, 0x3f) && index - start < longestSequence) index++;
  // The Linux console sends F1 to F5 as ESC [ [ A to E.
  if (index === start + 2 && text.charAt(index) === '[') index++;
  if (index >= text.length && !isFinal) return 0;
  if (!isWithin(text, index, 0x40, 0x7e)) {
    events.push(key('alt-[', '\u001b['));
    return 2;
  }
  const raw = text.slice(start, index + 1);
  const event = controlSequenceEvent(raw);
  if (event) events.push(event);
  return raw.length;
}

function controlSequenceEvent(raw: string): InputEvent | undefined {
  const final = raw.at(-1) as string;
  const body = raw.slice(2, -1);
  if (raw === pasteStart || raw === pasteEnd) return undefined;
  if (raw === '\u001b[I' || raw === '\u001b[O') return { kind: 'focus', focused: final === 'I' };
  if (body.startsWith('<')) return parseMouse(body, final) ?? { kind: 'unknown', raw };
  if (body === '[') return key(`f${final.charCodeAt(0) - 0x40}`, raw);
  const [first = '', second = ''] = body.split(';');
  const modifiers = second === '' ? 1 : Number(second);
  const name = final === '~' ? tildeKeys[Number(first)] : letterKeys[final];
  if (name === undefined || !/^[0-9;]*$/.test(body) || final === 'M') return { kind: 'unknown', raw };
  if (final === 'Z') return key('shift-tab', raw);
  return key(modifiedChord(name, modifiers), raw);
}

/** `ESC O final`: arrows, Home, End and F1 to F4, as a terminal in application mode sends them. */
function readSingleShift(text: string, start: number, isFinal: boolean, events: InputEvent[]): number {
  const final = text.charAt(start + 2);
  if (final === '' && !isFinal) return 0;
  const name = letterKeys[final];
  if (name === undefined) {
    events.push(key('alt-O', '\u001bO'));
    return 2;
  }
  events.push(key(name, text.slice(start, start + 3)));
  return 3;
}

function key(chord: string, raw: string): KeyEvent {
  return { kind: 'key', chord, text: '', raw };
}

function isWithin(text: string, index: number, from: number, to: number): boolean {
  const code = text.charCodeAt(index);
  return code >= from && code <= to;
}
