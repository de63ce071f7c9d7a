/** A numeric field of a tar header: octal text, or binary when its first bit is set. Undefined when it is neither. */
export function readTarNumber(field: Uint8Array): number | undefined {
  const first = field[0] ?? 0;
  return (first & 0x80) === 0 ? readOctal(field) : readBinary(field);
}

function readOctal(field: Uint8Array): number | undefined {
  const text = Buffer.from(field).toString('latin1').replace(/\0.*$/s, '').trim();
  if (text === '') return 0;
  return /^[0-7]+$/.test(text) ? safe(Number.parseInt(text, 8)) : undefined;
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
