/** A frame of SPDY/3.1 as far as this server has to know it. `block` is a header block as HeaderReader takes it. */
export type SpdyFrame =
  /** A piece of a DATA frame; `fin` comes with its last piece. */
  | { readonly kind: 'data'; readonly streamId: number; readonly data: Buffer; readonly fin: boolean }
  | { readonly kind: HeaderFrameKind; readonly streamId: number; readonly block: Buffer; readonly fin: boolean }
  | { readonly kind: 'rst-stream'; readonly streamId: number; readonly status: number }
  | { readonly kind: 'ping'; readonly id: number }
  | { readonly kind: 'goaway' }
  /** SETTINGS, WINDOW_UPDATE and types nobody defined: of no consequence here. */
  | { readonly kind: 'ignored' };

type HeaderFrameKind = 'syn-stream' | 'syn-reply' | 'headers';

/** Status of RST_STREAM. */
export const resetStatus = { protocolError: 1, refusedStream: 3 } as const;
/** Status of GOAWAY. */
export const goAwayStatus = { ok: 0, protocolError: 1 } as const;

/** What the length of a frame can say. */
export const maxDataBytes = 0xff_ffff;

export const frameHeaderBytes = 8;
export const spdyVersion = 3;
export const finFlag = 1;
export const controlType = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7, headers: 8 } as const;

export function encodeDataHeader(streamId: number, bytes: number, fin: boolean): Buffer {
  const header = Buffer.alloc(frameHeaderBytes);
  header.writeUInt32BE(streamId, 0);
  header.writeUInt8(fin ? finFlag : 0, 4);
  header.writeUIntBE(bytes, 5, 3);
  return header;
}

export function encodeSynReply(streamId: number, block: Uint8Array): Buffer {
  return Buffer.concat([encodeControlFrame(controlType.synReply, [streamId], block.length), block]);
}

export function encodeRstStream(streamId: number, status: number): Buffer {
  return encodeControlFrame(controlType.rstStream, [streamId, status]);
}

export function encodePing(id: number): Buffer {
  return encodeControlFrame(controlType.ping, [id]);
}

export function encodeGoAway(lastStreamId: number, status: number): Buffer {
  return encodeControlFrame(controlType.goAway, [lastStreamId, status]);
}

/** A frame of numbers, which `moreBytes` follow that are not in it. */
function encodeControlFrame(kind: number, numbers: readonly number[], moreBytes = 0): Buffer {
  const frame = Buffer.alloc(frameHeaderBytes + 4 * numbers.length);
  frame.writeUInt16BE(0x8000 | spdyVersion, 0);
  frame.writeUInt16BE(kind, 2);
  frame.writeUIntBE(4 * numbers.length + moreBytes, 5, 3);
  for (const [index, number] of numbers.entries()) frame.writeUInt32BE(number, frameHeaderBytes + 4 * index);
  return frame;
}
