/** Longest sequence looked for: an introducer without an end must not hide the rest of a line. */
const longestSequence = 4096;

const introducer = 0x1b;
const bell = 0x07;

/**
 * Length of the escape sequence that starts at `start` (an ESC). 1 when it is no whole sequence: then what follows is
 * ordinary text. Shapes as in ECMA-48 5.3 to 5.6.
 */
export function escapeSequenceLength(text: string, start: number): number {
  const second = text.charCodeAt(start + 1);
  if (second === 0x5b) return controlSequenceLength(text, start);
  // OSC, DCS, SOS, PM and APC carry a string up to ST or, by custom, BEL.
  if (second === 0x5d || second === 0x50 || second === 0x58 || second === 0x5e || second === 0x5f) {
    return controlStringLength(text, start);
  }
  let index = start + 1;
  while (isWithin(text, index, 0x20, 0x2f)) index++;
  return isWithin(text, index, 0x30, 0x7e) ? index + 1 - start : 1;
}

function controlSequenceLength(text: string, start: number): number {
  let index = start + 2;
  const limit = Math.min(text.length, start + longestSequence);
  while (index < limit && isWithin(text, index, 0x30, 0x3f)) index++;
  while (index < limit && isWithin(text, index, 0x20, 0x2f)) index++;
  return isWithin(text, index, 0x40, 0x7e) ? index + 1 - start : 1;
}

function controlStringLength(text: string, start: number): number {
  const limit = Math.min(text.length, start + longestSequence);
  for (let index = start + 2; index < limit; index++) {
    const code = text.charCodeAt(index);
    if (code === bell) return index + 1 - start;
    if (code === introducer) return text.charCodeAt(index + 1) === 0x5c ? index + 2 - start : 1;
  }
  return 1;
}

function isWithin(text: string, index: number, from: number, to: number): boolean {
  const code = text.charCodeAt(index);
  return code >= from && code <= to;
}
