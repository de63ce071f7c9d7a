import { fitText } from '../../text/fit-text.ts';

/** A border from corner to corner with words in it, in parts that look different. */
export interface BorderLine {
  readonly start: string;
  readonly words: string;
  readonly middle: string;
  readonly badge: string;
  readonly end: string;
}

export interface BorderCharacters {
  readonly left: string;
  readonly line: string;
  readonly right: string;
}

const cornersAndDashes = 4;

/**
 * `┌─ words ──── badge ─┐`, exactly `width` cells wide. Where both do not fit, the words are cut: they name what is known,
 * the badge says what is so now. A badge that would take more than half goes.
 */
export function borderLine(width: number, words: string, badge: string, characters: BorderCharacters): BorderLine {
  const { left, line, right } = characters;
  if (width < cornersAndDashes)
    return { start: line.repeat(Math.max(0, width)), words: '', middle: '', badge: '', end: '' };
  const spaced = (text: string): string => (text === '' ? '' : ` ${text} `);
  const room = width - cornersAndDashes;
  const allWords = fitText(spaced(words), room);
  const wantedBadge = fitText(spaced(badge), room);
  const fits = allWords.cells + wantedBadge.cells < room;
  const shownBadge = fits || wantedBadge.cells * 2 <= room ? wantedBadge : { text: '', cells: 0 };
  const shownWords =
    fits || shownBadge.cells === 0 ? allWords : fitText(spaced(words), Math.max(0, room - shownBadge.cells - 1));
  return {
    start: left + line,
    words: shownWords.text,
    middle: line.repeat(room - shownWords.cells - shownBadge.cells),
    badge: shownBadge.text,
    end: line + right,
  };
}
