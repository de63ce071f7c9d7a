import type { LocalName } from '../../../core/api/index.ts';
import { isPath, type LocalPlaces, localPath } from '../../input/local-path.ts';
import { escapeShellWord, unfinishedShellWord } from '../../words/shell-words.ts';
import { type TextField, textField } from './text-field.ts';

/**
 * How paths of the host stand in a field: `path` is all of it, `rootfs` is all of it or else no path, in `words` each
 * word is one, in `mounts` what is before the first colon of a word.
 */
export type PathSyntax = 'path' | 'rootfs' | 'words' | 'mounts';

/** The path at the cursor. */
export interface PathAtCursor {
  /** Where it begins in the text. */
  readonly from: number;
  /** Up to its last slash, as it was typed, without quotes. */
  readonly lead: string;
  /** The beginning of the name that is being typed. */
  readonly stem: string;
  /** Where the name is looked for: absolute. */
  readonly directory: string;
}

/** Names that the one at the cursor can become, while they are shown. */
export interface PathChoices {
  readonly at: PathAtCursor;
  /** With a slash behind directories, in their order. */
  readonly names: readonly string[];
  /** The one that the field says; undefined: none yet. */
  readonly index: number | undefined;
}

/** Undefined where no path is typed. */
export function pathAtCursor(field: TextField, syntax: PathSyntax, places: LocalPlaces): PathAtCursor | undefined {
  const before = field.text.slice(0, field.cursor);
  const isWhole = syntax === 'path' || syntax === 'rootfs';
  const { from, text } = isWhole ? { from: 0, text: before } : unfinishedShellWord(before);
  const isPossible = syntax === 'path' || syntax === 'words' || isPath(text);
  if (!isPossible || (syntax === 'mounts' && text.includes(':'))) return undefined;
  const slash = text.lastIndexOf('/') + 1;
  const lead = text.slice(0, slash);
  return { from, lead, stem: text.slice(slash), directory: localPath(lead === '' ? '.' : lead, places) };
}

/** The field with as much of the name as is certain, and the choices if there are several; undefined: no more than it says. */
export function completePath(
  field: TextField,
  syntax: PathSyntax,
  at: PathAtCursor,
  found: readonly LocalName[],
): TextField | undefined {
  const names = found.filter((name) => isOffered(name, syntax, at.stem)).map(written);
  names.sort((a, b) => (a < b ? -1 : 1));
  const [only, ...others] = names;
  if (only === undefined) return undefined;
  const certain = names.reduce(commonBeginning);
  const completed = withName(field, syntax, at, certain);
  if (others.length > 0) return { ...completed, choices: { at, names, index: undefined } };
  return completed.text === field.text ? undefined : completed;
}

/** `~` and `..` are directories that no directory names. */
export function completeSpecial(field: TextField, syntax: PathSyntax, at: PathAtCursor): TextField | undefined {
  const isSpecial = at.stem === '..' || (at.lead === '' && at.stem === '~');
  return isSpecial ? withName(field, syntax, at, `${at.stem}/`) : undefined;
}

/** The next or previous of the choices in the field. */
export function stepChoice(field: TextField, syntax: PathSyntax, step: 1 | -1): TextField {
  const { choices } = field;
  const count = choices?.names.length ?? 0;
  const index = choices?.index ?? (step === 1 ? -1 : count);
  return chooseName(field, syntax, (index + step + count) % count);
}

/** That one of the choices in the field; the others can still be seen. */
export function chooseName(field: TextField, syntax: PathSyntax, index: number): TextField {
  const { choices } = field;
  const name = choices?.names[index];
  if (!choices || name === undefined) return field;
  return { ...withName(field, syntax, choices.at, name), choices: { ...choices, index } };
}

/** The same text; the choices are shown no more. */
export function withoutChoices({ text, cursor, isProposal }: TextField): TextField {
  return { text, cursor, ...(isProposal && { isProposal }) };
}

const written = ({ name, isDirectory }: LocalName): string => (isDirectory ? `${name}/` : name);

/** Hidden names are for those who begin with the dot; a colon would end the source of a mount. */
function isOffered({ name, isDirectory }: LocalName, syntax: PathSyntax, stem: string): boolean {
  if (!name.startsWith(stem) || (name.startsWith('.') && !stem.startsWith('.'))) return false;
  if (syntax === 'rootfs') return isDirectory;
  return syntax !== 'mounts' || !name.includes(':');
}

/** The path up to the cursor ends with `name`; what is behind the cursor stays. */
function withName(field: TextField, syntax: PathSyntax, { from, lead }: PathAtCursor, name: string): TextField {
  const path = syntax === 'words' || syntax === 'mounts' ? escapeShellWord(lead + name) : lead + name;
  const { text, cursor } = textField(field.text.slice(0, from) + path);
  const behind = field.text.slice(field.cursor);
  return { text: text + (path.endsWith('/') && behind.startsWith('/') ? behind.slice(1) : behind), cursor };
}

/** By whole characters. */
function commonBeginning(one: string, other: string): string {
  const others = [...other];
  const end = [...one].findIndex((character, index) => character !== others[index]);
  return end === -1 ? one : [...one].slice(0, end).join('');
}
