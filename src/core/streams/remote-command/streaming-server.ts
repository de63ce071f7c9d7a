import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ConmanError } from '../../errors/index.ts';
import { systemError } from '../../host/system-error.ts';
import type { TcpSocket } from './client-socket.ts';
import { type Answer, answerHandshake, refusal } from './handshake.ts';
import { formatListenAddress, type ListenAddress } from './listen-address.ts';
import { OneShotTokens } from './one-shot-tokens.ts';
import type { RemoteCommand } from './remote-command.ts';

/** A request has a few hundred bytes; whoever sends no more of it than this is no client. */
const requestDeadlineMs = 10_000;
const maxRequestHeaderBytes = 8 * 1024;
const maxConnections = 1024;
/** How long clients may hold up the daemon's end. */
const farewellMs = 500;

/**
 * Where clients with a one-shot URL get the streams of a process, by the protocol of Kubernetes' remote commands. What
 * a session needs is loaded with the first one.
 */
export class StreamingServer {
  readonly #server: Server;
  readonly #tokens = new OneShotTokens<RemoteCommand>(() => performance.now());
  readonly #abort = new AbortController();
  readonly #sessions = new Set<Promise<void>>();
  #address: ListenAddress;

  private constructor(address: ListenAddress) {
    this.#address = address;
    this.#server = createServer({
      maxHeaderSize: maxRequestHeaderBytes,
      headersTimeout: requestDeadlineMs,
      requestTimeout: requestDeadlineMs,
    });
    this.#server.maxConnections = maxConnections;
    this.#server.on('request', (request, response) => {
      const { status, headers, message } = this.#examine(request).answer;
      response.writeHead(status, headers).end(message);
    });
    this.#server.on('upgrade', (request, _socket, head) => this.#upgrade(request, head));
  }

  /** Fails with the reason why nobody can listen there. */
  static async listen(address: ListenAddress): Promise<StreamingServer> {
    const server = new StreamingServer(address);
    await server.#listen();
    return server;
  }

  /** A URL that gives a client the streams of `command` once, within a minute. */
  urlFor(command: RemoteCommand): string {
    return `http://${formatListenAddress(this.#address)}/${command.verb}/${this.#tokens.issue(command)}`;
  }

  /** Takes leave of the clients; processes go on. */
  async close(): Promise<void> {
    this.#abort.abort();
    this.#server.close();
    await Promise.race([Promise.allSettled(this.#sessions), delay(farewellMs)]);
    this.#server.closeAllConnections();
  }

  async #listen(): Promise<void> {
    const wanted = this.#address;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause) => {
        const { code, message } = systemError(cause, `listen on ${formatListenAddress(wanted)} for streams`);
        reject(new ConmanError(code, message, { cause, hint: 'Choose another address with --streaming-addr.' }));
      });
      this.#server.listen(wanted.port, wanted.host, resolve);
    });
    this.#server.removeAllListeners('error');
    // A connection that could not be accepted concerns nobody but its client.
    this.#server.on('error', () => undefined);
    const bound = this.#server.address();
    if (bound !== null && typeof bound === 'object') this.#address = { host: wanted.host, port: bound.port };
  }

  #upgrade(request: IncomingMessage, head: Buffer): void {
    const { socket } = request;
    socket.on('error', () => undefined);
    const { answer, token, command } = this.#examine(request);
    const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n${lines.join('')}\r\n${answer.message}`;
    if (answer.status !== 101 || command === undefined) {
      socket.end(text, () => socket.destroy());
      return;
    }
    this.#tokens.redeem(token);
    socket.write(text);
    if (head.length > 0) socket.unshift(head);
    const session = serve(socket, command, this.#abort.signal).finally(() => this.#sessions.delete(session));
    this.#sessions.add(session);
  }

  /** `command` and its token are what a request is worth if the answer lets it go on. */
  #examine(request: IncomingMessage): { answer: Answer; token: string; command: RemoteCommand | undefined } {
    const [, verb, token = ''] = /^\/([a-z]+)\/([\w-]+)(?:\?.*)?$/.exec(request.url ?? '') ?? [];
    const command = this.#tokens.find(token);
    const answer =
      request.method !== 'POST' && request.method !== 'GET'
        ? refusal(405, 'only POST and GET are served here', { Allow: 'POST, GET' })
        : command?.verb !== verb || command === undefined
          ? refusal(404, 'there is no such stream, or its URL was used before or has expired')
          : answerHandshake(request.headers);
    return { answer, token, command };
  }
}

async function serve(socket: TcpSocket, command: RemoteCommand, abort: AbortSignal): Promise<void> {
  const { serveRemoteCommand } = await import('./remote-command-session.ts');
  await serveRemoteCommand(socket, command, abort);
}
