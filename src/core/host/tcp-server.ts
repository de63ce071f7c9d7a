import { type AddressInfo, createServer, type Socket } from 'node:net';
import { ConmanError } from '../errors/index.ts';
import { systemError } from './system-error.ts';

export type TcpSocket = Socket;

export interface TcpListener {
  /** The port it really has. */
  readonly port: number;
  /** Accepts nobody any more. Connections already made live on. */
  close(): void;
}

/** More connections at once than any use of them explains. */
const maxConnections = 1024;

/** `accept` gets sockets on which nothing is read before they are resumed. Port 0 is any that is free. */
export async function listenOnTcp(
  host: string,
  port: number,
  accept: (socket: TcpSocket) => void,
): Promise<TcpListener> {
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, accept);
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(systemError(error, `listen on ${host} port ${port}`)));
    server.listen(port, host, resolve);
  });
  server.removeAllListeners('error');
  server.on('error', () => {}); // A connection that could not be accepted concerns nobody but its client.
  const address = server.address() as AddressInfo | null;
  if (address === null) throw new ConmanError('internal', `the port of ${host} that was bound is not known`);
  return { port: address.port, close: () => void server.close() };
}
