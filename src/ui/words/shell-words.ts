/** What a command line means to a shell, as far as words and quotes go: no variables, no globbing, no operators. */
export type ShellWords =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly problem: string };

const blank = /\s/;
/** Inside double quotes a backslash protects only these; before anything else it stands for itself (POSIX 2.2.3). */
const escapableInDoubleQuotes = '"\\$`\n';

/** A word of a line, without its quotes, and where in the line it begins. */
export interface ShellWord {
  readonly from: number;
  readonly text: string;
}

interface Scan {
  /** Those that have ended. */
  readonly words: readonly ShellWord[];
  /** The one that the line ends in. */
  readonly last: ShellWord | undefined;
  /** Why the line cannot end here. */
  readonly problem: string | undefined;
}

function scan(line: string): Scan {
  const words: ShellWord[] = [];
  let from = 0;
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  let problem: string | undefined;
  for (let index = 0; index < line.length; index++) {
    const char = line[index] as string;
    if (quote === undefined && blank.test(char)) {
      if (word !== undefined) words.push({ from, text: word });
      word = undefined;
      continue;
    }
    if (word === undefined) [word, from] = ['', index];
    if (quote === "'") {
      if (char === "'") quote = undefined;
      else word += char;
    } else if (char === '\\') {
      const next = line[index + 1] ?? '';
      if (next === '') problem = 'the last backslash has nothing to protect';
      word += quote && !escapableInDoubleQuotes.includes(next) ? char + next : next;
      index++;
    } else if (quote === '"') {
      if (char === '"') quote = undefined;
      else word += char;
    } else if (char === '"' || char === "'") quote = char;
    else word += char;
  }
  if (quote) problem ??= `the quote ${quote} is not closed`;
  return { words, last: word === undefined ? undefined : { from, text: word }, problem };
}

/** Splits `sh -c 'echo "a b"'` into its words. An open quote or a lone last backslash is a problem, told in words. */
export function splitShellWords(line: string): ShellWords {
  const { words, last, problem } = scan(line);
  if (problem !== undefined) return { ok: false, problem };
  return { ok: true, words: [...words, ...(last ? [last] : [])].map(({ text }) => text) };
}

/** The word that is being typed at the end of the line, as far as it goes; an empty one after a blank. */
export function unfinishedShellWord(line: string): ShellWord {
  return scan(line).last ?? { from: line.length, text: '' };
}

/** The beginning of a word, to be typed on: a backslash before what would end it or mean something else. */
export function escapeShellWord(text: string): string {
  return text.replace(/[\s"'\\]/g, '\\$&');
}

/** One word as a shell reads it back unchanged, quoted only where it must be. */
export function quoteShellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A whole command line that {@link splitShellWords} takes apart into `words` again. */
export function joinShellWords(words: readonly string[]): string {
  return words.map(quoteShellWord).join(' ');
}
