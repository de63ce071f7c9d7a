import { logRecords } from '../../../core/api/log-record.ts';

/** A line of one of several logs. */
export interface MergedLine {
  /** RFC 3339 in UTC with nine decimals, so that times compare as texts; empty when none is known. */
  readonly time: string;
  /** One whole CRI record. */
  readonly record: Uint8Array;
}

const carriageReturn = 0x0d;

/** The lines of whole records of one log, with `prefix` in front of their texts. A line without a time goes with the one before. */
export function linesOf(records: Uint8Array, prefix: string): MergedLine[] {
  const lines: MergedLine[] = [];
  let texts: Uint8Array[] = [];
  let time = '';
  let open: string | undefined;
  const close = (channel: string): void => {
    const text = shownText(Buffer.concat(texts));
    lines.push({
      time,
      record: Buffer.concat([Buffer.from(`${time} ${channel} F ${prefix}`), text, Buffer.from('\n')]),
    });
    texts = [];
    open = undefined;
  };
  for (const { channel, partial, start, timeEnd, textStart, textEnd } of logRecords(records)) {
    if (open !== undefined && open !== channel) close(open);
    if (open === undefined && timeEnd > start) time = Buffer.from(records.subarray(start, timeEnd)).toString('latin1');
    texts.push(records.subarray(textStart, textEnd));
    open = channel;
    if (!partial) close(channel);
  }
  if (open !== undefined) close(open);
  return lines;
}

/** Of a line that overwrites itself what it ends as: an earlier part would take the name in front with it. */
function shownText(text: Buffer): Uint8Array {
  const end = text.at(-1) === carriageReturn ? text.length - 1 : text.length;
  return text.subarray(end === 0 ? 0 : text.lastIndexOf(carriageReturn, end - 1) + 1);
}

/** Lines of several logs by time; those of one log stay in their order. */
export function byTime(lines: readonly MergedLine[]): MergedLine[] {
  return lines.toSorted((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)));
}

/** Unix time in ns of a line's time; undefined when it has none. */
export function timeNs(time: string): bigint | undefined {
  const [, seconds, fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(time) ?? [];
  if (seconds === undefined) return undefined;
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** What is put in front of the lines of each log: its name in a colour of its own, as wide as the longest. */
export function namePrefixes(names: readonly string[]): string[] {
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name, index) => `\u001b[${colours[index % colours.length]}m${name.padEnd(width)}\u001b[0m | `);
}

/** Cyan, yellow, green, magenta, blue, and their bright ones: neither red, which means errors, nor black nor white. */
const colours = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94] as const;
