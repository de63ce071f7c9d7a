import { ConmanError } from '../../errors/index.ts';
import { controlType, finFlag, frameHeaderBytes, type SpdyFrame, spdyVersion } from './spdy-frames.ts';

/** Largest control frame in bytes; the frames of a remote command have less than a hundred. */
export const maxControlBytes = 16 * 1024;

interface DataFrame {
  readonly streamId: number;
  readonly fin: boolean;
  leftBytes: number;
}

/**
 * Cuts a byte stream into frames, however it was split on its way. DATA is handed on in the pieces it came in, so no more
 * is held than one incomplete control frame.
 */
export class SpdyFrameDecoder {
  #held: Buffer = Buffer.alloc(0);
  #dataFrame: DataFrame | undefined;

  /** The frames that `chunk` completes, which share its memory. Throws `data-loss` for what is not SPDY. */
  *push(chunk: Buffer): Generator<SpdyFrame> {
    let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (;;) {
      if (this.#dataFrame === undefined) {
        const frameBytes = completeBytes(rest);
        if (frameBytes === undefined) break;
        const frame = rest.subarray(0, frameBytes);
        rest = rest.subarray(frameBytes);
        if (isControl(frame)) yield decodeControlFrame(frame);
        else this.#dataFrame = decodeDataHeader(frame);
      } else {
        const { streamId, fin, leftBytes } = this.#dataFrame;
        if (rest.length === 0 && leftBytes > 0) break;
        const data = rest.subarray(0, leftBytes);
        rest = rest.subarray(data.length);
        this.#dataFrame.leftBytes -= data.length;
        const isLast = data.length === leftBytes;
        if (isLast) this.#dataFrame = undefined;
        yield { kind: 'data', streamId, data, fin: fin && isLast };
      }
    }
    this.#held = rest;
  }
}

/** Of the control frame, or of the header of the DATA frame, at the beginning; undefined when there is more to come. */
function completeBytes(bytes: Buffer): number | undefined {
  if (bytes.length < frameHeaderBytes) return undefined;
  if (!isControl(bytes)) return frameHeaderBytes;
  const length = bytes.readUIntBE(5, 3);
  if (length > maxControlBytes) {
    throw malformed(`a control frame announces ${length} bytes, at most ${maxControlBytes} are allowed`);
  }
  return bytes.length < frameHeaderBytes + length ? undefined : frameHeaderBytes + length;
}

function isControl(frame: Buffer): boolean {
  return (frame.readUInt8(0) & 0x80) !== 0;
}

function decodeDataHeader(header: Buffer): DataFrame {
  return {
    streamId: expectStreamId(header.readUInt32BE(0)),
    fin: (header.readUInt8(4) & finFlag) !== 0,
    leftBytes: header.readUIntBE(5, 3),
  };
}

function decodeControlFrame(frame: Buffer): SpdyFrame {
  const version = frame.readUInt16BE(0) & 0x7fff;
  if (version !== spdyVersion) throw malformed(`a frame is of version ${version}`);
  const payload = frame.subarray(frameHeaderBytes);
  const fin = (frame.readUInt8(4) & finFlag) !== 0;
  const kind = frame.readUInt16BE(2);
  switch (kind) {
    case controlType.synStream:
      // Behind the id: the stream it belongs to, the priority, the slot of a credential.
      return { kind: 'syn-stream', streamId: streamIdOf(payload, 10), block: payload.subarray(10), fin };
    case controlType.synReply:
      return { kind: 'syn-reply', streamId: streamIdOf(payload, 4), block: payload.subarray(4), fin };
    case controlType.headers:
      return { kind: 'headers', streamId: streamIdOf(payload, 4), block: payload.subarray(4), fin };
    case controlType.rstStream:
      expectBytes(payload, 8);
      return { kind: 'rst-stream', streamId: streamIdOf(payload, 8), status: payload.readUInt32BE(4) };
    case controlType.ping:
      expectBytes(payload, 4);
      return { kind: 'ping', id: payload.readUInt32BE(0) };
    case controlType.goAway:
      expectBytes(payload, 8);
      return { kind: 'goaway' };
    default:
      return { kind: 'ignored' };
  }
}

function streamIdOf(payload: Buffer, leastBytes: number): number {
  if (payload.length < leastBytes) throw malformed(`a frame has ${payload.length} bytes, not ${leastBytes}`);
  return expectStreamId(payload.readUInt32BE(0) & 0x7fff_ffff);
}

function expectStreamId(streamId: number): number {
  if (streamId === 0) throw malformed('a frame belongs to stream 0');
  return streamId;
}

function expectBytes(payload: Buffer, bytes: number): void {
  if (payload.length !== bytes) throw malformed(`a frame has ${payload.length} bytes, not ${bytes}`);
}

function malformed(what: string): ConmanError {
  return new ConmanError('data-loss', `what came is not SPDY/3.1: ${what}`);
}
