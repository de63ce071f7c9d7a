import { malformedArchive } from './malformed-archive.ts';

/** Values are bytes: extended attributes are not always text. */
export type PaxRecords = Map<string, Buffer>;

const newline = 0x0a;
const space = 0x20;
const equals = 0x3d;

/** `LENGTH KEY=VALUE\n` again and again (pax, "Extended Header"); LENGTH counts the whole record. */
export function parsePax(body: Buffer): PaxRecords {
  const records: PaxRecords = new Map();
  let at = 0;
  while (at < body.length) {
    const gap = body.indexOf(space, at);
    const digits = gap === -1 ? '' : body.toString('latin1', at, gap);
    const end = at + Number(/^[1-9]\d{0,8}$/.test(digits) ? digits : 0);
    const separator = body.indexOf(equals, gap + 1);
    const whole = end > gap + 2 && end <= body.length && body[end - 1] === newline;
    if (!whole || separator === -1 || separator >= end) throw malformedArchive('a PAX record is broken');
    records.set(body.toString('utf8', gap + 1, separator), body.subarray(separator + 1, end - 1));
    at = end;
  }
  return records;
}

/** A decimal number that may have a fraction and a sign, as times have. */
export function paxNumber(records: PaxRecords, key: string): number | undefined {
  const text = records.get(key)?.toString('latin1');
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!/^-?\d+(\.\d*)?$/.test(text) || !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
    throw malformedArchive(`the PAX record ${key} is not a number`);
  }
  return value;
}
