import { escapeSequenceLength } from '../../text/escape-sequence.ts';
import { type Style, styleSequence } from '../../text/style.ts';

/** Finds a user's words in lines. */
export interface TextSearch {
  /** As it was typed. */
  readonly query: string;
  matches(line: string): boolean;
  /** The line with every match marked: begun with `style`, ended with `ending`. */
  marked(line: string, style: Style, ending: Style): string;
}

/** Of longer lines only this much is searched. */
const searchedLength = 256 * 1024;

/**
 * A search for words, or for a regular expression between slashes. Words in small letters are found in any case. Throws
 * a SyntaxError for an expression that is none.
 */
export function textSearch(query: string): TextSearch {
  const isExpression = query.length > 2 && query.startsWith('/') && query.endsWith('/');
  const source = isExpression ? query.slice(1, -1) : query.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const pattern = new RegExp(source, source === source.toLowerCase() ? 'gi' : 'g');
  return {
    query,
    matches(line) {
      pattern.lastIndex = 0;
      return pattern.test(plain(line.slice(0, searchedLength)).text);
    },
    marked: (line, style, ending) => mark(line, pattern, styleSequence(style), styleSequence(ending)),
  };
}

interface PlainText {
  readonly text: string;
  /** For each code unit of the text, where it was in the line; undefined where they are the same. */
  readonly places: readonly number[] | undefined;
}

/** The line without escape sequences: a word may change its colour half way. */
function plain(line: string): PlainText {
  if (!line.includes('\u001b')) return { text: line, places: undefined };
  let text = '';
  const places: number[] = [];
  for (let index = 0; index < line.length; ) {
    if (line.charCodeAt(index) === 0x1b) {
      index += escapeSequenceLength(line, index);
      continue;
    }
    places.push(index);
    text += line[index++];
  }
  return { text, places };
}

function mark(line: string, pattern: RegExp, begin: string, end: string): string {
  const { text, places } = plain(line);
  let marked = '';
  let done = 0;
  pattern.lastIndex = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') continue;
    const from = places?.[match.index] ?? match.index;
    const last = match.index + match[0].length - 1;
    const to = (places?.[last] ?? last) + 1;
    // Colours inside the match would end its mark.
    marked += line.slice(done, from) + begin + match[0] + end + sequencesIn(line.slice(from, to));
    done = to;
  }
  return marked + line.slice(done);
}

function sequencesIn(text: string): string {
  let sequences = '';
  for (let index = text.indexOf('\u001b'); index !== -1; ) {
    const length = escapeSequenceLength(text, index);
    sequences += text.slice(index, index + length);
    index = text.indexOf('\u001b', index + length);
  }
  return sequences;
}
