import { createSocket } from 'node:dgram';
import { systemError } from './system-error.ts';

/**
 * Sends a datagram from a port that nobody can guess, and resolves with the first answer of that peer which `accept`
 * takes. Rejects when the time is over, and at once when the peer cannot be reached or does not listen.
 */
export async function exchangeDatagram(
  address: string,
  port: number,
  message: Buffer,
  accept: (answer: Buffer) => boolean,
  timeoutMs: number,
): Promise<Buffer> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const timer = setTimeout(() => reject(new Error('timed out')), timeoutMs);
  socket.on('error', reject);
  socket.on('message', (answer: Buffer) => {
    if (accept(answer)) resolve(answer);
  });
  // Only a connected socket hears that nobody listens (udp(7)).
  const sent = (error: Error | null): void => {
    if (error !== null) reject(error);
  };
  socket.once('connect', () => socket.send(message, sent));
  // Without a callback, which would be called for failures too, these are events.
  socket.connect(port, address);
  try {
    return await promise;
  } catch (error) {
    throw systemError(error, `ask ${address}`);
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}
