import type { LogPart, LogPartOptions } from '../api/log.ts';
import { asBuffer } from './convert-stream.ts';
import type { ReadLogPartRequest, ReadLogPartResponse } from './generated/conman.ts';

export function partRequestToWire(ref: string, { from, to, maxBytes, since }: LogPartOptions): ReadLogPartRequest {
  return {
    containerId: ref,
    maxBytes,
    from: from === undefined ? undefined : BigInt(from),
    to: to === undefined ? undefined : BigInt(to),
    since,
  };
}

export function partRequestFromWire({ from, to, maxBytes, since }: ReadLogPartRequest): LogPartOptions {
  return {
    maxBytes,
    ...(from !== undefined && { from: Number(from) }),
    ...(to !== undefined && { to: Number(to) }),
    ...(since !== undefined && { since }),
  };
}

export function partToWire({ records, start, end, firstByte, logEnd, origin }: LogPart): ReadLogPartResponse {
  return {
    records: asBuffer(records),
    start: BigInt(start),
    end: BigInt(end),
    firstByte: BigInt(firstByte),
    logEnd: BigInt(logEnd),
    origin,
  };
}

export function partFromWire({ records, start, end, firstByte, logEnd, origin }: ReadLogPartResponse): LogPart {
  return {
    records,
    start: Number(start),
    end: Number(end),
    firstByte: Number(firstByte),
    logEnd: Number(logEnd),
    origin,
  };
}
