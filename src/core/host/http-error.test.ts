import { expect, test } from 'vitest';
import { httpError, isTransient } from './http-error.ts';

const url = new URL('https://registry.example/v2/');
const never = new AbortController().signal;
const failure = (code: string) => httpError(Object.assign(new Error('message'), { code }), url, never);

test.each([
  ['ENOTFOUND', 'not-found', 'there is no host of this name', false],
  ['ECONNREFUSED', 'unavailable', 'nobody listens there', true],
  ['ETIMEDOUT', 'unavailable', 'it does not answer', true],
  ['ECONNRESET', 'unavailable', 'the connection broke', true],
  ['EAI_AGAIN', 'unavailable', 'its name cannot be looked up', true],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'permission-denied', 'TLS failed', false],
  ['CERT_HAS_EXPIRED', 'permission-denied', 'TLS failed', false],
])('%s: what it is, with the host and what to do', (errno, code, message, transient) => {
  const error = failure(errno);
  expect(error).toMatchObject({ code, hint: expect.any(String) });
  expect(error.message).toContain(`cannot reach registry.example: ${message}`);
  expect(isTransient(error)).toBe(transient);
});

test('what was aborted was cancelled, whatever it looks like', () => {
  const abort = new AbortController();
  abort.abort();
  expect(httpError(new Error('socket hang up'), url, abort.signal)).toMatchObject({ code: 'cancelled' });
});
