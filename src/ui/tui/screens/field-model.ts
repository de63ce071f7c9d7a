import type { TerminalSize } from '../../../core/api/index.ts';
import { displayText } from '../../words/display-text.ts';
import type { CreateField } from '../state/create-form.ts';
import type { TextField } from '../state/text-field.ts';

export interface FieldModel {
  /** Undefined in a prompt, which has only one. */
  readonly name: CreateField | undefined;
  readonly label: string;
  readonly text: string;
  /** In characters of `text`; undefined when the field is not the active one or has no cursor. */
  readonly cursor: number | undefined;
  readonly active: boolean;
  /** Nobody wrote its text yet, and typing takes its place. */
  readonly isProposal: boolean;
  /** Said in place of an empty text, or beside a box. */
  readonly note: string;
  /** Its text is one of several, not typed. */
  readonly isChoice: boolean;
  readonly problem: boolean;
}

/** Names that a path can become: those in sight. */
export interface ChoicesModel {
  readonly names: readonly { readonly index: number; readonly text: string; readonly marked: boolean }[];
  /** Such as `3 of 40`; empty when all are shown. */
  readonly position: string;
}

/** Names shown at once below a path; the frame and the lines of a prompt are beside them. */
const mostChoices = 8;
const linesBesideChoices = 7;

/** As many as leave the lines around them in sight. */
export function choicesModel({ choices }: TextField, { rows }: TerminalSize): ChoicesModel | undefined {
  if (!choices) return undefined;
  const { names, index } = choices;
  const room = Math.max(2, Math.min(mostChoices, rows - linesBesideChoices));
  const top = Math.max(0, Math.min((index ?? 0) - Math.floor(room / 2), names.length - room));
  return {
    names: names.slice(top, top + room).map((name, place) => {
      return { index: top + place, text: displayText(name), marked: top + place === index };
    }),
    position: names.length > room ? `${(index ?? 0) + 1} of ${names.length}` : '',
  };
}
