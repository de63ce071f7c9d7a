import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import type { Readable } from 'node:stream';
import { ConmanError, type ErrorCode } from '../errors/index.ts';
import { errnoOf } from './system-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly abort: AbortSignal;
  /** Without a byte for this long, the connection is given up. */
  readonly idleMs?: number;
}

/** The answer as it came: nothing decoded, no redirect followed. Its body has to be read or destroyed. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

const defaultIdleMs = 60_000;

/** Errors that another attempt may not meet. */
const transient = ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Sends one request. Rejects with `unavailable` when nobody answers (`isTransient`), `permission-denied` when TLS fails. */
export async function sendRequest(url: URL, { method, headers, abort, idleMs }: HttpRequest): Promise<HttpAnswer> {
  // Only the daemon that pulls pays for loading HTTP.
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const timeout = idleMs ?? defaultIdleMs;
  const options: RequestOptions = {
    method,
    headers: { ...headers, 'accept-encoding': 'identity' },
    signal: abort,
    timeout,
  };
  return await new Promise<HttpAnswer>((resolve, reject) => {
    const outgoing = request(url, options, (answer: IncomingMessage) => {
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer });
    });
    outgoing.on('timeout', () => outgoing.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })));
    outgoing.on('error', (error) => reject(httpError(error, url, abort)));
    outgoing.end();
  });
}

/** What went wrong on the way to `url`, also while a body was read. */
export function httpError(error: unknown, url: URL, abort: AbortSignal): ConmanError {
  if (error instanceof ConmanError) return error;
  if (abort.aborted) return new ConmanError('cancelled', 'cancelled', { cause: error });
  const errno = errnoOf(error) ?? '';
  const [code, why, hint] = explain(errno, error);
  return new ConmanError(code, `cannot reach ${url.host}: ${why}`, { cause: error, hint });
}

function explain(errno: string, error: unknown): [ErrorCode, string, string] {
  const message = error instanceof Error ? error.message : String(error);
  const again = 'Check the name and the network, and try again.';
  if (errno === 'ENOTFOUND') return ['not-found', 'there is no host of this name', again];
  if (errno === 'ECONNREFUSED') return ['unavailable', 'nobody listens there', again];
  if (errno === 'ETIMEDOUT') return ['unavailable', 'it does not answer', again];
  if (transient.includes(errno)) return ['unavailable', `the connection broke (${errno})`, again];
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(errno)) {
    return [
      'permission-denied',
      `TLS failed: ${message}`,
      "Add the registry's certificate to the system's (NODE_EXTRA_CA_CERTS).",
    ];
  }
  // A server that hangs up in the middle of an answer.
  return ['unavailable', message, again];
}

/** True when another attempt may succeed. */
export function isTransient(error: unknown): boolean {
  return error instanceof ConmanError && error.code === 'unavailable';
}
