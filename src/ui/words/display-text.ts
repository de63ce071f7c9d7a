/**
 * Control characters (C0, DEL, C1), and the invisible ones that reorder or hide what follows: names and commands are
 * strangers' text and must not move the cursor or pretend to be something else.
 */
const unsafe = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Control pictures for C0 (U+2400..) keep a line one line and still show that something is there. */
function visible(char: string): string {
  const code = char.codePointAt(0) as number;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

/** `text` as it may be put on the screen: one line, nothing a terminal would obey. */
export function displayText(text: string): string {
  return text.replace(unsafe, visible);
}
