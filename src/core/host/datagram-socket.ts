import { createSocket, type RemoteInfo } from 'node:dgram';
import { systemError } from './system-error.ts';

export interface DatagramPeer {
  readonly address: string;
  readonly port: number;
}

export interface DatagramSocket {
  /** What cannot be sent is lost, as with every datagram. */
  send(message: Buffer, peer: DatagramPeer): void;
  close(): void;
}

/** A UDP socket on an address of the host; port 0 is any that is free. */
export async function openDatagramSocket(
  address: string,
  port: number,
  received: (message: Buffer, peer: DatagramPeer) => void,
): Promise<DatagramSocket> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => reject(systemError(error, `listen on ${address} UDP port ${port}`)));
    socket.bind({ address, port, exclusive: true }, resolve);
  });
  socket.removeAllListeners('error');
  // Such as that a peer is gone: its client will ask again, or not.
  socket.on('error', () => {});
  socket.on('message', (message: Buffer, peer: RemoteInfo) => received(message, peer));
  let open = true;
  return {
    send(message, peer) {
      if (open) socket.send(message, peer.port, peer.address, () => {});
    },
    close() {
      if (open) socket.close();
      open = false;
    },
  };
}
