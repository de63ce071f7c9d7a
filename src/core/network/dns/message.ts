import { formatAddress, parseAddress } from '../subnet.ts';

/** RFC 1035, 3.2.2 and 3.2.4; RFC 3596. */
export const recordTypes = { A: 1, PTR: 12, AAAA: 28, ANY: 255 } as const;
const classIn = 1;

/** RFC 1035, 4.1.1. */
export const responseCodes = {
  noError: 0,
  formatError: 1,
  serverFailure: 2,
  noSuchName: 3,
  notImplemented: 4,
} as const;
export type ResponseCode = (typeof responseCodes)[keyof typeof responseCodes];

const headerBytes = 12;
const maxNameBytes = 255;
const flagResponse = 0x8000;
const flagAuthoritative = 0x0400;
const flagTruncated = 0x0200;
const flagRecursionDesired = 0x0100;
const flagRecursionAvailable = 0x0080;
const opcodeMask = 0x7800;

/** A question (RFC 1035, 4.1.2). */
export interface DnsQuery {
  readonly id: number;
  readonly recursionDesired: boolean;
  /** Lower case, without the last dot. */
  readonly name: string;
  readonly type: number;
  /** The question as it came, for the answer. */
  readonly question: Buffer;
}

export type DnsRecord =
  | { readonly type: 'address'; readonly address: string }
  | { readonly type: 'pointer'; readonly name: string };

/**
 * The one question of a message from a stranger; what kind of error it deserves when it is none that can be answered, and
 * undefined when it deserves no answer at all.
 */
export function parseQuery(message: Buffer): DnsQuery | ResponseCode | undefined {
  if (message.length < headerBytes) return undefined;
  const flags = message.readUInt16BE(2);
  if ((flags & flagResponse) !== 0) return undefined;
  if ((flags & opcodeMask) !== 0) return responseCodes.notImplemented;
  if (message.readUInt16BE(4) !== 1) return responseCodes.formatError;
  const name = parseName(message, headerBytes);
  if (name === undefined || message.length < name.end + 4) return responseCodes.formatError;
  return {
    id: message.readUInt16BE(0),
    recursionDesired: (flags & flagRecursionDesired) !== 0,
    name: name.text.toLowerCase(),
    type: message.readUInt16BE(name.end),
    question: message.subarray(headerBytes, name.end + 4),
  };
}

/** A name without pointers: in a question there is nothing that they could point to. */
function parseName(message: Buffer, start: number): { readonly text: string; readonly end: number } | undefined {
  const labels: string[] = [];
  let at = start;
  while (at < message.length && at - start < maxNameBytes) {
    const length = message[at] ?? 0;
    if (length === 0) return { text: labels.join('.'), end: at + 1 };
    if (length > 63 || at + 1 + length > message.length) return undefined;
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return undefined;
}

/** An answer of our own. What does not fit into `maxBytes` is left out, and the answer says so. */
export function encodeAnswer(
  query: DnsQuery,
  records: readonly DnsRecord[],
  { ttlSeconds, maxBytes }: { readonly ttlSeconds: number; readonly maxBytes: number },
): Buffer {
  const parts = [query.question];
  let bytes = headerBytes + query.question.length;
  let count = 0;
  for (const record of records) {
    const encoded = encodeRecord(record, ttlSeconds);
    if (bytes + encoded.length > maxBytes) break;
    parts.push(encoded);
    bytes += encoded.length;
    count += 1;
  }
  const truncated = count < records.length ? flagTruncated : 0;
  return Buffer.concat([header(query, flagAuthoritative | truncated, responseCodes.noError, count), ...parts]);
}

/** That there is no answer, and why. */
export function encodeFailure(query: DnsQuery, code: ResponseCode): Buffer {
  return Buffer.concat([header(query, 0, code, 0), query.question]);
}

/** To what cannot be read as a question. */
export function encodeRejection(message: Buffer, code: ResponseCode): Buffer {
  const answer = Buffer.alloc(headerBytes);
  answer.writeUInt16BE(message.readUInt16BE(0), 0);
  answer.writeUInt16BE(flagResponse | code, 2);
  return answer;
}

/** The answer of another server to this very question. */
export function isAnswerTo(message: Buffer, id: number, question: Buffer): boolean {
  return (
    message.length >= headerBytes + question.length &&
    message.readUInt16BE(0) === id &&
    (message.readUInt16BE(2) & flagResponse) !== 0 &&
    message.readUInt16BE(4) === 1 &&
    sameQuestion(message.subarray(headerBytes, headerBytes + question.length), question)
  );
}

/** Servers may change the case of letters. */
function sameQuestion(a: Buffer, b: Buffer): boolean {
  return a.toString('latin1').toLowerCase() === b.toString('latin1').toLowerCase();
}

function header(query: DnsQuery, flags: number, code: ResponseCode, answers: number): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  const desired = query.recursionDesired ? flagRecursionDesired : 0;
  bytes.writeUInt16BE(query.id, 0);
  bytes.writeUInt16BE(flagResponse | flags | desired | flagRecursionAvailable | code, 2);
  bytes.writeUInt16BE(1, 4);
  bytes.writeUInt16BE(answers, 6);
  return bytes;
}

function encodeRecord(record: DnsRecord, ttlSeconds: number): Buffer {
  const { type, data } = record.type === 'address' ? encodeAddress(record.address) : encodePointer(record.name);
  const head = Buffer.alloc(12);
  // The name is that of the question, which begins after the header (RFC 1035, 4.1.4).
  head.writeUInt16BE(0xc000 | headerBytes, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(classIn, 4);
  head.writeUInt32BE(ttlSeconds, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function encodeAddress(text: string): { readonly type: number; readonly data: Buffer } {
  const address = parseAddress(text);
  const isIpv6 = address?.family === 6;
  const digits = (address?.value ?? 0n).toString(16).padStart(isIpv6 ? 32 : 8, '0');
  return { type: isIpv6 ? recordTypes.AAAA : recordTypes.A, data: Buffer.from(digits, 'hex') };
}

function encodePointer(name: string): { readonly type: number; readonly data: Buffer } {
  const labels = name.split('.').map((label) => Buffer.from(label, 'latin1').subarray(0, 63));
  const parts = labels.flatMap((label) => [Buffer.from([label.length]), label]);
  return { type: recordTypes.PTR, data: Buffer.concat([...parts, Buffer.from([0])]) };
}

/** The address that `4.3.2.1.in-addr.arpa` or `...ip6.arpa` asks about. */
export function addressOfReverseName(name: string): string | undefined {
  const ipv4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa$/.exec(name);
  if (ipv4 !== null) return ipv4.slice(1).toReversed().join('.');
  const ipv6 = /^((?:[0-9a-f]\.){32})ip6\.arpa$/.exec(name)?.[1];
  if (ipv6 === undefined) return undefined;
  return formatAddress(6, BigInt(`0x${ipv6.replaceAll('.', '').split('').toReversed().join('')}`));
}
