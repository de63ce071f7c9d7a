const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const escapeByte = 0x1b;
const leftBracket = 0x5b;
const letterM = 0x6d;

/**
 * Output without the lines at its beginning that it scrolls away for good itself: nobody will see them, so the emulator
 * need not draw them. What they set for later lines (colours) is kept. The same object when nothing can be left out.
 *
 * `keptLines` line feeds must be enough to push every line of the terminal out of its scrollback, and the terminal must
 * scroll as a whole and be between two sequences. Only plain text with colours is left out: everything else, such as a
 * bell, a move of the cursor or a question to the terminal, is for the emulator.
 */
export function withoutUnseenLines(output: Uint8Array, keptLines: number): Uint8Array {
  // Every line feed takes a byte: most output is too short.
  if (output.length <= keptLines) return output;
  const { end, styleEnds } = scan(output);
  const cutAt = cutBefore(output, end, keptLines);
  if (cutAt <= 0) return output;
  const styles = styleEnds.filter(([start]) => start < cutAt).map(([start, end]) => output.subarray(start, end));
  return styles.length === 0 ? output.subarray(cutAt) : Buffer.concat([...styles, output.subarray(cutAt)]);
}

/** The last line's end that has so many line feeds between itself and `end`; 0 or less when there is none. */
function cutBefore(output: Uint8Array, end: number, lineFeeds: number): number {
  let at = end - 1;
  for (let left = lineFeeds; at >= 0 && left > 0; at--) {
    if (output[at] === lineFeed) left--;
  }
  // Only behind a carriage return the next line begins where it would.
  while (at > 0 && (output[at] !== lineFeed || output[at - 1] !== carriageReturn)) at--;
  return at - 1;
}

interface PlainPrefix {
  /** The first byte that does more than writing. */
  readonly end: number;
  /** Sequences that set colours, by start and end. */
  readonly styleEnds: readonly (readonly [start: number, end: number])[];
}

function scan(output: Uint8Array): PlainPrefix {
  const styleEnds: [number, number][] = [];
  for (let at = 0; at < output.length; at++) {
    const byte = output[at] ?? 0;
    // Nearly all of most output.
    if (byte >= 0x20 && byte < 0x7f) continue;
    if (byte === escapeByte) {
      const end = styleEnd(output, at);
      if (end === undefined) return { end: at, styleEnds };
      styleEnds.push([at, end]);
      at = end - 1;
    } else if (byte < 0x20 ? !isLayout(byte) : byte === 0x7f || isControl(output, at)) return { end: at, styleEnds };
  }
  return { end: output.length, styleEnds };
}

function isLayout(byte: number): boolean {
  return byte === lineFeed || byte === carriageReturn || byte === tab;
}

/** The C1 controls, which are sequences in one character, in UTF-8. */
function isControl(output: Uint8Array, at: number): boolean {
  return output[at] === 0xc2 && (output[at + 1] ?? 0) < 0xa0;
}

/** Where the sequence `CSI ... m` ends; undefined when it is another, or not all there. */
function styleEnd(output: Uint8Array, start: number): number | undefined {
  if (output[start + 1] !== leftBracket) return undefined;
  let at = start + 2;
  while (isParameter(output[at] ?? 0)) at++;
  return output[at] === letterM ? at + 1 : undefined;
}

/** Digits, `:` and `;`. */
function isParameter(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x3b;
}
