import type { AttachOptions, StreamMessage } from '../api/stream.ts';
import { exitFromWire, exitToWire, sizeFromWire } from './convert-container.ts';
import type * as wire from './generated/conman.ts';

export function openToWire(id: string, { stdin, stdout, stderr, terminalSize }: AttachOptions): wire.StreamInput {
  return { kind: { $case: 'open', value: { id, stdin, stdout, stderr, terminalSize } } };
}

export function openFromWire({ stdin, stdout, stderr, terminalSize }: wire.StreamOpen): AttachOptions {
  return { stdin, stdout, stderr, ...sizeFromWire(terminalSize) };
}

export function messageToWire(message: StreamMessage): wire.StreamOutput {
  switch (message.kind) {
    case 'output':
      return { kind: { $case: message.channel, value: asBuffer(message.data) } };
    case 'stdin-closed':
      return { kind: { $case: 'stdinClosed', value: {} } };
    case 'end':
      return { kind: { $case: 'ended', value: { exit: exitToWire(message.exit) } } };
  }
}

/** Undefined for what is not for the reader of the stream, and for what only a newer daemon knows. */
export function messageFromWire({ kind }: wire.StreamOutput): StreamMessage | undefined {
  switch (kind?.$case) {
    case 'stdout':
    case 'stderr':
      return { kind: 'output', channel: kind.$case, data: kind.value };
    case 'stdinClosed':
      return { kind: 'stdin-closed' };
    case 'ended':
      return { kind: 'end', exit: exitFromWire(kind.value.exit) };
    default:
      return undefined;
  }
}

/** The generated code wants Buffers; this shares the memory. */
export function asBuffer(data: Uint8Array): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
