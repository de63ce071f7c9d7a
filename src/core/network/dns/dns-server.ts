import { openDatagramSocket } from '../../host/datagram-socket.ts';
import { firstFrame, frame } from '../../host/tcp-exchange.ts';
import { listenOnTcp, type TcpSocket } from '../../host/tcp-server.ts';
import { forward } from './forwarder.ts';
import { type DnsQuery, encodeAnswer, encodeFailure, encodeRejection, parseQuery, responseCodes } from './message.ts';
import type { KnownName } from './names.ts';

/** Short, because a container that starts again has another address. */
const ttlSeconds = 5;
/** RFC 1035, 4.2.1: every resolver takes this much. */
const maxUdpBytes = 512;
const maxTcpBytes = 65_535;
/** Questions for other servers at a time; a container that asks more gets no answer to the rest. */
const maxForwarded = 256;
const idleTimeoutMs = 10_000;

export interface DnsSource {
  /** What is known to whoever has this address; undefined: somebody else may know. */
  lookUp(query: DnsQuery, asker: string): KnownName;
  /** Whom to ask on behalf of whoever has this address. */
  nameServers(asker: string): Promise<readonly string[]>;
}

export interface DnsServer {
  close(): void;
}

/** Answers questions for names on an address of the host, by UDP and TCP. Fails with `already-exists` when the port is taken. */
export async function serveDns(address: string, source: DnsSource, port = 53): Promise<DnsServer> {
  let forwarded = 0;

  const answer = async (message: Buffer, asker: string, transport: 'udp' | 'tcp'): Promise<Buffer | undefined> => {
    const query = parseQuery(message);
    if (query === undefined) return undefined;
    if (typeof query === 'number') return encodeRejection(message, query);
    const known = source.lookUp(query, asker);
    const maxBytes = transport === 'udp' ? maxUdpBytes : maxTcpBytes;
    if (known !== undefined) return encodeAnswer(query, known, { ttlSeconds, maxBytes });
    if (forwarded >= maxForwarded) return encodeFailure(query, responseCodes.serverFailure);
    forwarded += 1;
    try {
      const others = await forward(message, query, await source.nameServers(asker), transport);
      return others ?? encodeFailure(query, responseCodes.serverFailure);
    } finally {
      forwarded -= 1;
    }
  };

  const udp = await openDatagramSocket(address, port, (message, peer) => {
    void answer(message, peer.address, 'udp')
      .then((reply) => reply && udp.send(reply, peer))
      .catch(() => undefined);
  });
  const connections = new Set<TcpSocket>();
  const accept = (socket: TcpSocket): void => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    void serveConnection(socket, (message) => answer(message, socket.remoteAddress ?? '', 'tcp'));
  };
  const tcp = await listenOnTcp(address, port, accept).catch((error: unknown) => {
    udp.close();
    throw error;
  });
  return {
    close() {
      udp.close();
      tcp.close();
      for (const socket of connections) socket.destroy();
    },
  };
}

/** One question after the other, each with its length in front. */
async function serveConnection(
  socket: TcpSocket,
  answer: (message: Buffer) => Promise<Buffer | undefined>,
): Promise<void> {
  socket.on('error', () => undefined);
  socket.setTimeout(idleTimeoutMs, () => socket.destroy());
  let received = Buffer.alloc(0);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk]);
      for (let message = firstFrame(received); message !== undefined; message = firstFrame(received)) {
        received = received.subarray(2 + message.length);
        const reply = await answer(message);
        if (reply === undefined) return;
        socket.write(frame(reply));
      }
    }
    socket.end();
  } catch {
    // It hung up in the middle, or said what is none.
  } finally {
    socket.destroySoon();
  }
}
