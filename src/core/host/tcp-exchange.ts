import { connect } from 'node:net';
import { systemError } from './system-error.ts';

/** Most that a length of two bytes can announce. */
const maxFrameBytes = 65_535 + 2;

/** Sends one message with its length of two bytes in front, and resolves with the one that comes back. */
export async function exchangeFrame(
  address: string,
  port: number,
  message: Buffer,
  timeoutMs: number,
): Promise<Buffer> {
  const socket = connect({ host: address, port, timeout: timeoutMs });
  const deadline = setTimeout(() => socket.destroy(new Error('timed out')), timeoutMs);
  try {
    socket.write(frame(message));
    let received = Buffer.alloc(0);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk]).subarray(0, maxFrameBytes);
      const answer = firstFrame(received);
      if (answer !== undefined) return answer;
    }
    throw new Error('the connection was closed');
  } catch (error) {
    throw systemError(error, `ask ${address}`);
  } finally {
    clearTimeout(deadline);
    socket.destroy();
  }
}

/** A message with its length in front (RFC 1035, 4.2.2). */
export function frame(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/** Undefined while it is not all there. */
export function firstFrame(received: Buffer): Buffer | undefined {
  if (received.length < 2) return undefined;
  const end = 2 + received.readUInt16BE(0);
  return received.length < end ? undefined : received.subarray(2, end);
}
