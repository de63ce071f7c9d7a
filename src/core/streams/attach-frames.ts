import { ConmanError } from '../errors/index.ts';

/** One frame of the attach protocol, see src/shim/PROTOCOL.md. */
export interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

/** Client to shim. */
export const clientFrame = {
  hello: 0x01,
  stdin: 0x02,
  closeStdin: 0x03,
  resize: 0x04,
  reopenLog: 0x05,
  limitRun: 0x06,
} as const;

/** Shim to client. */
export const shimFrame = {
  welcome: 0x41,
  stdout: 0x42,
  stderr: 0x43,
  logLoss: 0x44,
  stdinClosed: 0x45,
  exit: 0x46,
  error: 0x47,
  logReopened: 0x48,
} as const;

export const attachProtocolVersion = 1;

/** Largest payload in bytes that a shim accepts, and that it sends. */
export const maxClientPayload = 65_536;
export const maxShimPayload = 262_144;

const headerBytes = 4;

export function encodeFrame(type: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + payload.length);
  frame.writeUInt8(type, 0);
  frame.writeUIntBE(payload.length, 1, 3);
  frame.set(payload, headerBytes);
  return frame;
}

/**
 * Cuts a byte stream into frames, however it was split on its way. Holds at most one incomplete frame; a frame that
 * announces more than `maxPayload` bytes is an error at once, before anything is kept for it.
 */
export class FrameDecoder {
  readonly #maxPayload: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Bytes that have to be there before looking again makes sense. */
  #neededBytes = headerBytes;

  constructor(maxPayload: number) {
    this.#maxPayload = maxPayload;
  }

  /** Hands over the frames that `chunk` completes. Their payloads share memory with the chunks they came in. */
  push(chunk: Buffer, accept: (frame: Frame) => void): void {
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    // Joining only once a frame is complete keeps the copying linear for a frame that comes in many small chunks.
    if (this.#heldBytes < this.#neededBytes) return;
    const bytes = this.#held.length === 1 ? chunk : Buffer.concat(this.#held, this.#heldBytes);
    let offset = 0;
    for (;;) {
      const neededBytes = this.#frameBytes(bytes, offset);
      if (bytes.length - offset < neededBytes) {
        this.#hold(bytes.subarray(offset), neededBytes);
        return;
      }
      accept({
        type: bytes.readUInt8(offset),
        payload: bytes.subarray(offset + headerBytes, offset + neededBytes),
      });
      offset += neededBytes;
    }
  }

  /** True between frames: the stream may end here. */
  get idle(): boolean {
    return this.#heldBytes === 0;
  }

  #frameBytes(bytes: Buffer, offset: number): number {
    if (bytes.length - offset < headerBytes) return headerBytes;
    const payloadBytes = bytes.readUIntBE(offset + 1, 3);
    if (payloadBytes > this.#maxPayload) {
      throw new ConmanError(
        'data-loss',
        `attach frame of type 0x${bytes.readUInt8(offset).toString(16)} announces ${payloadBytes} bytes, at most ${this.#maxPayload} are allowed`,
      );
    }
    return headerBytes + payloadBytes;
  }

  #hold(rest: Buffer, neededBytes: number): void {
    this.#held = rest.length === 0 ? [] : [rest];
    this.#heldBytes = rest.length;
    this.#neededBytes = neededBytes;
  }
}
