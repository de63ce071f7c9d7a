/** What a command line means to a shell, as far as words and quotes go: no variables, no globbing, no operators. */
export type ShellWords =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly problem: string };

const blank = /\s/;
/** Inside double quotes a backslash protects only these; before anything else it stands for itself (POSIX 2.2.3). */
const escapableInDoubleQuotes = '"\\$`\n';

/** Splits `sh -c 'echo "a b"'` into its words. An open quote or a lone last backslash is a problem, told in words. */
export function splitShellWords(line: string): ShellWords {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let index = 0; index < line.length; index++) {
    const char = line[index] as string;
    if (quote === "'") {
      if (char === "'") quote = undefined;
      else word += char;
    } else if (char === '\\') {
      const next = line[index + 1];
      if (next === undefined) return { ok: false, problem: 'the last backslash has nothing to protect' };
      word = (word ?? '') + (quote && !escapableInDoubleQuotes.includes(next) ? char + next : next);
      index++;
    } else if (quote === '"') {
      if (char === '"') quote = undefined;
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (!blank.test(char)) {
      word = (word ?? '') + char;
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (quote) return { ok: false, problem: `the quote ${quote} is not closed` };
  if (word !== undefined) words.push(word);
  return { ok: true, words };
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
