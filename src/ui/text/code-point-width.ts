import { eastAsianWidth } from 'get-east-asian-width';

/** Marks that sit on the character before them, and characters that only control how others are shown. */
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]/u;

/**
 * Cells of one code point, as most terminals count them (wcwidth of a current Unicode): controls 0, marks 0, East Asian
 * wide characters and emoji 2. Clusters joined by U+200D are not known here: terminals disagree about them, so the
 * painters never emit the joiner.
 */
export function codePointWidth(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x300) return codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0) ? 0 : 1;
  // What frames and hints are made of, before the first look into a table.
  if ((codePoint >= 0x2500 && codePoint < 0x25fd) || codePoint === 0x2026) return 1;
  if (zeroWidth.test(String.fromCodePoint(codePoint))) return 0;
  return eastAsianWidth(codePoint);
}
