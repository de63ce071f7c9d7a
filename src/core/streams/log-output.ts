import type { LogChunk } from '../api/log.ts';
import { logRecords } from '../api/log-record.ts';
import type { OutputChannel } from '../api/stream.ts';

export interface LoggedOutput {
  readonly channel: OutputChannel;
  readonly data: Uint8Array;
}

/** The bytes that a container wrote, out of whole records of its log; neighbours of one channel in one piece. */
export function outputOfLog(chunk: LogChunk): LoggedOutput[] {
  const outputs: LoggedOutput[] = [];
  const bytes = Buffer.allocUnsafe(chunk.length);
  let start = 0;
  let length = 0;
  let current: OutputChannel = 'stdout';
  const finish = (): void => {
    if (length > start) outputs.push({ channel: current, data: bytes.subarray(start, length) });
    start = length;
  };
  for (const { channel, partial, textStart, textEnd, end } of logRecords(chunk)) {
    if (channel !== current) finish();
    current = channel;
    // The newline after a whole line is the container's own, the one after a part is the log's.
    const textAndNewline = chunk.subarray(textStart, partial ? textEnd : end);
    bytes.set(textAndNewline, length);
    length += textAndNewline.length;
  }
  finish();
  return outputs;
}
