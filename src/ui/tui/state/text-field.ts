import type { PathChoices } from './path-completion.ts';

/** A line of text being edited. `cursor` counts UTF-16 units and never stands inside a surrogate pair. */
export interface TextField {
  readonly text: string;
  readonly cursor: number;
  /** Nobody wrote it yet: what is typed first takes its place, any other edit makes it the user's. */
  readonly isProposal?: true;
  /** What the name at the cursor can become, after Tab; any edit closes them. */
  readonly choices?: PathChoices;
}

export const emptyTextField: TextField = { text: '', cursor: 0 };

export function textField(text: string): TextField {
  return { text, cursor: text.length };
}

export function proposal(text: string): TextField {
  return { ...textField(text), isProposal: true };
}

/** Typed or pasted text; line ends become blanks, since a field is one line. */
export function insertText(field: TextField, inserted: string): TextField {
  const line = inserted.replace(/[\r\n\t]+/g, ' ').replace(/\p{Cc}/gu, '');
  if (field.isProposal) return textField(line);
  return {
    text: field.text.slice(0, field.cursor) + line + field.text.slice(field.cursor),
    cursor: field.cursor + line.length,
  };
}

function stepBack(text: string, cursor: number): number {
  const low = text.charCodeAt(cursor - 1);
  return Math.max(0, cursor - (low >= 0xdc00 && low <= 0xdfff ? 2 : 1));
}

function stepOn(text: string, cursor: number): number {
  const high = text.charCodeAt(cursor);
  return Math.min(text.length, cursor + (high >= 0xd800 && high <= 0xdbff ? 2 : 1));
}

function withoutRange(field: TextField, from: number, to: number): TextField {
  return { text: field.text.slice(0, from) + field.text.slice(to), cursor: from };
}

function wordStart(text: string, cursor: number): number {
  return text.slice(0, cursor).replace(/\S*\s*$/, '').length;
}

/** What readline's editing keys do (`key` is a chord); undefined for one that does not edit. */
export function editField(field: TextField, key: string): TextField | undefined {
  const { text, cursor } = field;
  switch (key) {
    case 'left':
    case 'ctrl-b':
      return { text, cursor: stepBack(text, cursor) };
    case 'right':
    case 'ctrl-f':
      return { text, cursor: stepOn(text, cursor) };
    case 'home':
    case 'ctrl-a':
      return { text, cursor: 0 };
    case 'end':
    case 'ctrl-e':
      return { text, cursor: text.length };
    case 'backspace':
      return withoutRange(field, stepBack(text, cursor), cursor);
    case 'delete':
      return withoutRange(field, cursor, stepOn(text, cursor));
    case 'ctrl-u':
      return withoutRange(field, 0, cursor);
    case 'ctrl-k':
      return withoutRange(field, cursor, text.length);
    case 'ctrl-w':
      return withoutRange(field, wordStart(text, cursor), cursor);
    default:
      return undefined;
  }
}
