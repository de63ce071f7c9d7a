import { setTimeout as delay } from 'node:timers/promises';
import { type ConnectionInjector, Server, ServerCredentials } from '@grpc/grpc-js';
import type { ContainerEngine } from '../api/engine.ts';
import { listenOnUnixSocket } from '../host/unix-server.ts';
import type { UnixSocket } from '../host/unix-socket.ts';
import { Access, type AccessOptions } from './access.ts';
import { ContainerListWriter } from './container-list.ts';
import { ConmanService } from './generated/conman.ts';
import { serverChannelOptions } from './limits.ts';
import { answerPage, isPageRequest, type MetricsPage } from './metrics-page.ts';
import { type CallObserver, observedService } from './observed-service.ts';
import { conmanService } from './service.ts';

export interface EngineServer {
  /** Takes no more calls, ends the open ones after a moment and removes the socket. */
  close(): Promise<void>;
  /**
   * The same, but the socket stays: whoever connects waits for the next server. Resolves with its descriptor, which
   * outlives execve(2).
   */
  handOver(): Promise<number>;
}

export interface ServeOptions extends AccessOptions {
  readonly socketPath: string;
  /** Of a socket that listens there already. */
  readonly listeningFd?: number | undefined;
  readonly observe?: CallObserver;
  readonly metrics?: MetricsPage;
}

/** How long calls under way may take to end once the server closes. */
const drainMs = 200;
/** How long a new connection may take to its first byte then. */
const silenceMs = 50;

/** Serves an engine on a unix socket. The socket is ours rather than gRPC's, for its mode and for what was there before. */
export async function serveEngine(engine: ContainerEngine, options: ServeOptions): Promise<EngineServer> {
  const { socketPath, group, listeningFd, observe } = options;
  const access = new Access(options);
  const silent = new Set<UnixSocket>();
  const server = new Server(serverChannelOptions);
  const lists = new ContainerListWriter();
  const service = conmanService(engine, lists);
  const listContainers = { ...ConmanService.listContainers, responseSerialize: lists.serialize };
  server.addService(
    { ...ConmanService, listContainers },
    observe === undefined ? service : observedService(service, observe),
  );
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = await listenOnUnixSocket(socketPath, { group, listeningFd }, (socket) => {
    // A peer that speaks no HTTP/2, or hangs up in the middle of it, ends its own connection and nothing else.
    socket.on('error', () => socket.destroy());
    if (access.admits(socket)) serveConnection(socket, injector, silent, options.metrics);
    else socket.destroy();
  });
  const end = async <T>(closed: Promise<T>): Promise<T> => {
    // Who has just been let in is about to say what it wants.
    if (silent.size > 0) await delay(silenceMs);
    injector.drain(drainMs);
    for (const socket of silent) socket.destroy();
    const result = await closed;
    injector.destroy();
    server.forceShutdown();
    return result;
  };
  return { close: () => end(listener.close()), handOver: () => end(listener.handOver()) };
}

/** What a client speaks is seen by its first bytes; until then it is one of the `silent`. */
function serveConnection(
  socket: UnixSocket,
  injector: ConnectionInjector,
  silent: Set<UnixSocket>,
  metrics: MetricsPage | undefined,
): void {
  if (metrics === undefined) {
    injector.injectConnection(socket);
    return;
  }
  silent.add(socket);
  socket.once('close', () => silent.delete(socket));
  socket.once('data', (firstBytes) => {
    silent.delete(socket);
    if (isPageRequest(firstBytes)) {
      answerPage(socket, firstBytes, metrics).catch(() => socket.destroy());
      return;
    }
    socket.pause();
    socket.unshift(firstBytes);
    injector.injectConnection(socket);
  });
}
