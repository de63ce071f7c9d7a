import { logRecords } from '../../../core/api/log-record.ts';
import type { TextSearch } from './text-search.ts';

const decoder = new TextDecoder();

/** The records of the lines that match, out of whole records. Consecutive parts of one channel are one line. */
export function matchingLines(chunk: Uint8Array, search: TextSearch): Uint8Array {
  const kept: Uint8Array[] = [];
  let start = 0;
  let text = '';
  let open: string | undefined;
  const close = (end: number): void => {
    if (end > start && search.matches(text)) kept.push(chunk.subarray(start, end));
    start = end;
    text = '';
  };
  for (const record of logRecords(chunk)) {
    if (open !== record.channel) close(record.start);
    text += decoder.decode(chunk.subarray(record.textStart, record.textEnd));
    open = record.partial ? record.channel : undefined;
    if (open === undefined) close(record.end);
  }
  close(chunk.length);
  return Buffer.concat(kept);
}

/** What a container wrote, out of whole records: the text of a log without times and channels. */
export function plainLog(chunk: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const { partial, textStart, textEnd, end } of logRecords(chunk)) {
    pieces.push(chunk.subarray(textStart, partial ? textEnd : end));
  }
  return Buffer.concat(pieces);
}
