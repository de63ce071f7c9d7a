import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { httpError } from './http-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly abort: AbortSignal;
  /** Without a byte for this long, the connection is given up. */
  readonly idleMs?: number;
  /** With a stream, a `content-length` has to be among the headers. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
}

/** The answer as it came: nothing decoded, no redirect followed. Its body has to be read or destroyed. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** What makes a server trustworthy, and this client to it. */
export interface TlsOptions {
  /** Certificates in PEM beside those of the system. */
  readonly ca?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  /** False: whoever answers is believed. */
  readonly verify?: boolean;
}

const defaultIdleMs = 60_000;

/** Sends requests, keeping connections, through the proxies that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name. */
export class HttpClient {
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;

  constructor(environment: NodeJS.ProcessEnv, { ca, cert, key, verify = true }: TlsOptions = {}) {
    const common = { keepAlive: true, proxyEnv: environment };
    this.#http = new HttpAgent(common);
    this.#https = new HttpsAgent({
      ...common,
      rejectUnauthorized: verify,
      ...(ca !== undefined && { ca: [...rootCertificates, ...ca] }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    });
  }

  /** Rejects with `unavailable` when nobody answers (`isTransient`), `permission-denied` when TLS fails. */
  async send(url: URL, { method, headers, abort, idleMs, body }: HttpRequest): Promise<HttpAnswer> {
    const isSecure = url.protocol === 'https:';
    const options = {
      method,
      headers: { ...headers, 'accept-encoding': 'identity' },
      signal: abort,
      timeout: idleMs ?? defaultIdleMs,
      agent: isSecure ? this.#https : this.#http,
    };
    return await new Promise<HttpAnswer>((resolve, reject) => {
      const outgoing = (isSecure ? httpsRequest : httpRequest)(url, options, (answer: IncomingMessage) => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer });
      });
      outgoing.on('timeout', () => outgoing.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })));
      outgoing.on('error', (error) => reject(httpError(error, url, abort)));
      if (body === undefined || body instanceof Uint8Array) outgoing.end(body);
      else
        Readable.from(body, { objectMode: false })
          .on('error', (error) => outgoing.destroy(error))
          .pipe(outgoing);
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}
