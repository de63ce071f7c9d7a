import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { ContainerEngine } from '../api/engine.ts';
import { listenOnUnixSocket } from '../host/unix-server.ts';
import { Access, type AccessOptions } from './access.ts';
import { ConmanService } from './generated/conman.ts';
import { serverChannelOptions } from './limits.ts';
import { conmanService } from './service.ts';

export interface EngineServer {
  /** Takes no more calls, ends the open ones after a moment and removes the socket. */
  close(): Promise<void>;
}

/** How long calls under way may take to end once the server closes. */
const drainMs = 200;

export interface ServeOptions extends AccessOptions {
  readonly socketPath: string;
}

/** Serves an engine on a unix socket. The socket is ours rather than gRPC's, for its mode and for what was there before. */
export async function serveEngine(engine: ContainerEngine, options: ServeOptions): Promise<EngineServer> {
  const { socketPath, group } = options;
  const access = new Access(options);
  const server = new Server(serverChannelOptions);
  server.addService(ConmanService, conmanService(engine));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = await listenOnUnixSocket(socketPath, { group }, (socket) => {
    // A peer that speaks no HTTP/2, or hangs up in the middle of it, ends its own connection and nothing else.
    socket.on('error', () => socket.destroy());
    if (access.admits(socket)) injector.injectConnection(socket);
    else socket.destroy();
  });
  return {
    async close() {
      const closed = listener.close();
      injector.drain(drainMs);
      await closed;
      injector.destroy();
      server.forceShutdown();
    },
  };
}
