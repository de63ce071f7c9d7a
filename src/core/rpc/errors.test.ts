import { Metadata, status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { ConmanError, errorCodes } from '../errors/index.ts';
import { fromServiceError, toStatus } from './errors.ts';

const socketPath = '/run/conmand.sock';

function overTheWire(error: unknown): ConmanError {
  return fromServiceError(Object.assign(new Error('as grpc-js words it'), toStatus(error)), socketPath);
}

test.each(errorCodes)('%s crosses the wire with message, hint and details', (code) => {
  const error = overTheWire(new ConmanError(code, 'no “cont1”\nhere', { hint: 'try this', details: 'stderr\n\x00' }));
  expect(error).toMatchObject({ code, message: 'no “cont1”\nhere', hint: 'try this', details: 'stderr\n\x00' });
});

test('a foreign error becomes internal', () => {
  expect(overTheWire(new TypeError('oops'))).toMatchObject({ code: 'internal', message: 'oops', hint: undefined });
});

test('what is too long for a header keeps the beginning of the message and the end of the details', () => {
  const error = overTheWire(
    new ConmanError('internal', `m${'x'.repeat(99_999)}`, { details: `${'y'.repeat(99_999)}d` }),
  );
  expect(error.message).toMatch(/^mx+$/);
  expect(error.details).toMatch(/^y+d$/);
  expect(error.message.length + (error.details?.length ?? 0)).toBeLessThan(20_000);
});

test.each([
  { name: 'a dead socket', code: status.UNAVAILABLE, expected: 'unavailable', hint: /conmanctl daemon start/ },
  { name: 'an older daemon', code: status.UNIMPLEMENTED, expected: 'unimplemented', hint: /older conmand/ },
  { name: 'a status of no meaning here', code: status.UNKNOWN, expected: 'internal', hint: /^$/ },
  { name: 'a neighbouring status', code: status.OUT_OF_RANGE, expected: 'invalid-argument', hint: /^$/ },
])('$name is $expected', ({ code, expected, hint }) => {
  const foreign = Object.assign(new Error('x'), { code, details: 'why', metadata: new Metadata() });
  const error = fromServiceError(foreign, socketPath);
  expect(error.code).toBe(expected);
  expect(error.hint ?? '').toMatch(hint);
});

test.each(['{', '"text"', 'null', '{"code":"made-up"}'])('metadata %s is ignored', (text) => {
  const metadata = new Metadata();
  metadata.set('conman-error-bin', Buffer.from(text));
  const foreign = Object.assign(new Error('x'), { code: status.NOT_FOUND, details: 'why', metadata });
  expect(fromServiceError(foreign, socketPath)).toMatchObject({ code: 'not-found', message: 'why' });
});
