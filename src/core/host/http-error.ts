import { ConmanError, type ErrorCode } from '../errors/index.ts';
import { errnoOf } from './system-error.ts';

/** Errors that another attempt may not meet. */
const transient = ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

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
  if (errno === 'EAI_AGAIN') return ['unavailable', 'its name cannot be looked up', again];
  if (transient.includes(errno)) return ['unavailable', `the connection broke (${errno})`, again];
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/.test(errno)) {
    return [
      'permission-denied',
      `TLS failed: ${message}`,
      "Put the registry's certificate into /etc/docker/certs.d/HOST/ca.crt, or mark the registry insecure (docs/images.md).",
    ];
  }
  // A server that hangs up in the middle of an answer.
  return ['unavailable', message, again];
}

/** True when another attempt may succeed. */
export function isTransient(error: unknown): boolean {
  return error instanceof ConmanError && error.code === 'unavailable';
}
