const zeroDigit = 0x30;

/**
 * A numeric field of a tar header: octal text, or binary when its first bit is set. Undefined when it is neither. Without
 * strings on the way: a layer has hundreds of thousands of them.
 */
export function readTarNumber(block: Uint8Array, start = 0, end = block.length): number | undefined {
  const first = block[start] ?? 0;
  return (first & 0x80) === 0 ? readOctal(block, start, end) : readBinary(block.subarray(start, end));
}

/** Up to the first NUL, with blanks around it. */
function readOctal(block: Uint8Array, start: number, limit: number): number | undefined {
  let at = start;
  while (at < limit && isBlank(block[at])) at++;
  let value = 0;
  for (; at < limit && block[at] !== 0 && !isBlank(block[at]); at++) {
    const digit = (block[at] ?? 0) - zeroDigit;
    if (digit < 0 || digit > 7) return undefined;
    value = value * 8 + digit;
  }
  while (at < limit && isBlank(block[at])) at++;
  return at === limit || block[at] === 0 ? safe(value) : undefined;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

/** Big-endian two's complement in what is left of the first byte and the others (GNU's base-256). */
function readBinary(field: Uint8Array): number | undefined {
  const negative = ((field[0] ?? 0) & 0x40) !== 0;
  let value = negative ? -1n : 0n;
  for (const [index, byte] of field.entries()) {
    const bits = index === 0 ? byte & 0x7f : byte;
    const width = index === 0 ? 7n : 8n;
    value = BigInt.asIntN(128, (value << width) | BigInt(bits));
  }
  return safe(Number(value));
}

function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}
