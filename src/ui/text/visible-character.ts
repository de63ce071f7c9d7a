/**
 * Invisible characters without harm: variation selectors, joiners, soft hyphen, tags. They are left out, so that every
 * terminal counts the same cells whether it knows joined clusters or not.
 */
const silent = /\u034f|\u200d|\p{Variation_Selector}|[\u00ad\u200c\u2060-\u2064\ufeff\u{e0000}-\u{e0fff}]/u;

/** C1 controls, and characters that reorder or hide others, or end the line. */
const harmful = /[\u0080-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2065-\u206f\ufff9-\ufffb\p{Cs}]/u;

/** What stands on the screen for one code point of strangers' text: the character, a picture of it, or nothing. */
export function visibleCharacter(codePoint: number): string {
  if (codePoint < 0x20) return String.fromCharCode(0x2400 + codePoint);
  if (codePoint === 0x7f) return '\u2421';
  const character = String.fromCodePoint(codePoint);
  if (codePoint < 0x7f || (codePoint > 0xad && codePoint < 0x300)) return character;
  if (silent.test(character)) return '';
  return harmful.test(character) ? '\ufffd' : character;
}

/** A skin tone is drawn on the emoji before it by some terminals and beside it by others: leave the tone out. */
export function isSkinTone(codePoint: number): boolean {
  return codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
}
