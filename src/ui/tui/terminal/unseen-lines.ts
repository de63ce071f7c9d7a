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
  const { lineFeeds, styleEnds } = scan(output);
  const last = lineFeeds.length - 1 - keptLines;
  // Only behind a carriage return the next line begins where it would.
  let cut = last;
  while (cut >= 0 && output[(lineFeeds[cut] ?? 0) - 1] !== carriageReturn) cut--;
  const cutAt = cut < 0 ? 0 : (lineFeeds[cut] ?? 0) - 1;
  if (cutAt <= 0) return output;
  const styles = styleEnds.filter(([start]) => start < cutAt).map(([start, end]) => output.subarray(start, end));
  return styles.length === 0 ? output.subarray(cutAt) : Buffer.concat([...styles, output.subarray(cutAt)]);
}

interface PlainPrefix {
  readonly lineFeeds: readonly number[];
  /** Sequences that set colours, by start and end. */
  readonly styleEnds: readonly (readonly [start: number, end: number])[];
}

/** The line feeds of the output up to the first byte that does more than writing. */
function scan(output: Uint8Array): PlainPrefix {
  const lineFeeds: number[] = [];
  const styleEnds: [number, number][] = [];
  for (let at = 0; at < output.length; at++) {
    const byte = output[at] ?? 0;
    if (byte === lineFeed) lineFeeds.push(at);
    else if (byte === escapeByte) {
      const end = styleEnd(output, at);
      if (end === undefined) break;
      styleEnds.push([at, end]);
      at = end - 1;
    } else if (byte < 0x20 ? byte !== carriageReturn && byte !== tab : byte === 0x7f || isControl(output, at)) break;
  }
  return { lineFeeds, styleEnds };
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
