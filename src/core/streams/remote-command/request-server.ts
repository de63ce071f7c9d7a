import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { TcpSocket } from '../../host/tcp-server.ts';
import { type Answer, answerHandshake, refusal } from './handshake.ts';
import type { OneShotTokens } from './one-shot-tokens.ts';
import type { RemoteCommand } from './remote-command.ts';
import { serveRemoteCommand } from './remote-command-session.ts';

/** A request has a few hundred bytes; whoever has not sent it by then is no client. */
const requestDeadlineMs = 10_000;
const maxRequestHeaderBytes = 8 * 1024;

/** Answers the requests on connections, and serves the remote commands of those that have a token. */
export class RequestServer {
  readonly #server: Server;
  readonly #tokens: OneShotTokens<RemoteCommand>;
  readonly #abort: AbortSignal;
  /** Connections without a remote command, and their deadlines. */
  readonly #requests = new Map<TcpSocket, NodeJS.Timeout>();
  readonly #sessions = new Set<Promise<void>>();

  constructor(tokens: OneShotTokens<RemoteCommand>, abort: AbortSignal) {
    this.#tokens = tokens;
    this.#abort = abort;
    this.#server = createServer({ maxHeaderSize: maxRequestHeaderBytes });
    this.#server.on('request', (request, response) => {
      const { status, headers, message } = this.#examine(request).answer;
      response.writeHead(status, headers).end(message);
    });
    this.#server.on('upgrade', (request, _socket, head) => this.#upgrade(request, head));
  }

  serve(socket: TcpSocket): void {
    const deadline = setTimeout(() => socket.destroy(), requestDeadlineMs).unref();
    this.#requests.set(socket, deadline);
    socket.once('close', () => this.#forget(socket));
    this.#server.emit('connection', socket);
    socket.resume();
  }

  /** Resolves when those clients that read were told that it is over, as `abort` has said. */
  async close(): Promise<void> {
    for (const socket of this.#requests.keys()) socket.destroy();
    await Promise.allSettled(this.#sessions);
  }

  #forget(socket: TcpSocket): void {
    clearTimeout(this.#requests.get(socket));
    this.#requests.delete(socket);
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
    this.#forget(socket);
    socket.write(text);
    if (head.length > 0) socket.unshift(head);
    const session = serveRemoteCommand(socket, command, this.#abort).finally(() => this.#sessions.delete(session));
    this.#sessions.add(session);
  }

  /** `command` and its token are what a request is worth if the answer lets it go on. */
  #examine(request: IncomingMessage): { answer: Answer; token: string; command: RemoteCommand | undefined } {
    const [, verb, token = ''] = /^\/([a-z]+)\/([\w-]+)(?:\?.*)?$/.exec(request.url ?? '') ?? [];
    const command = this.#tokens.find(token);
    const answer =
      request.method !== 'POST' && request.method !== 'GET'
        ? refusal(405, 'only POST and GET are served here', { Allow: 'POST, GET' })
        : command === undefined || command.verb !== verb
          ? refusal(404, 'there is no such stream, or its URL was used before or has expired')
          : answerHandshake(request.headers);
    return { answer, token, command };
  }
}
