import { setTimeout as delay } from 'node:timers/promises';
import { ConmanError } from '../../errors/index.ts';
import { listenOnTcp, type TcpListener, type TcpSocket } from '../../host/tcp-server.ts';
import { formatListenAddress, type ListenAddress } from './listen-address.ts';
import { OneShotTokens } from './one-shot-tokens.ts';
import type { RemoteCommand } from './remote-command.ts';
import type { RequestServer } from './request-server.ts';

/** How long clients may hold up the daemon's end. */
const farewellMs = 500;

/**
 * Where clients with a one-shot URL get the streams of a process, by the protocol of Kubernetes' remote commands. It
 * listens from the start; HTTP, SPDY and their like are loaded when the first client comes.
 */
export class StreamingServer {
  readonly #tokens = new OneShotTokens<RemoteCommand>(() => performance.now());
  readonly #abort = new AbortController();
  #requests: Promise<RequestServer> | undefined;
  #listener: TcpListener | undefined;
  /** Where it listens, or why it does not. */
  #address: ListenAddress | ConmanError;

  private constructor(address: ListenAddress | ConmanError) {
    this.#address = address;
  }

  /** Fails with the reason why nobody can listen there. */
  static async listen(address: ListenAddress): Promise<StreamingServer> {
    const server = new StreamingServer(address);
    await server.#listen(address);
    return server;
  }

  /** One that gives its callers `reason` instead of URLs. */
  static unavailable(reason: ConmanError): StreamingServer {
    return new StreamingServer(reason);
  }

  /** A URL that gives a client the streams of `command` once, within a minute. */
  urlFor(command: RemoteCommand): string {
    if (this.#address instanceof ConmanError) throw this.#address;
    return `http://${formatListenAddress(this.#address)}/${command.verb}/${this.#tokens.issue(command)}`;
  }

  /** Takes leave of the clients; processes go on. */
  async close(): Promise<void> {
    this.#listener?.close();
    this.#abort.abort();
    const requests = await this.#requests;
    await Promise.race([requests?.close(), delay(farewellMs)]);
  }

  async #listen({ host, port }: ListenAddress): Promise<void> {
    try {
      this.#listener = await listenOnTcp(host, port, (socket) => void this.#serve(socket));
    } catch (cause) {
      const { code, message } = ConmanError.from(cause);
      throw new ConmanError(code, message, { cause, hint: 'Choose another address with --streaming-addr.' });
    }
    this.#address = { host, port: this.#listener.port };
  }

  async #serve(socket: TcpSocket): Promise<void> {
    socket.on('error', () => undefined);
    this.#requests ??= import('./request-server.ts').then(
      ({ RequestServer }) => new RequestServer(this.#tokens, this.#abort.signal),
    );
    (await this.#requests).serve(socket);
  }
}
