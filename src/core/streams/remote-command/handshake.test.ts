import { expect, test } from 'vitest';
import { answerHandshake } from './handshake.ts';

const upgrade = { connection: 'Upgrade', upgrade: 'SPDY/3.1' };

test.each([
  'v4.channel.k8s.io',
  'v5.channel.k8s.io, v4.channel.k8s.io, v3.channel.k8s.io, v2.channel.k8s.io, channel.k8s.io',
  'v2.channel.k8s.io,v4.channel.k8s.io',
])('takes version 4 from %s', (offered) => {
  expect(answerHandshake({ ...upgrade, 'x-stream-protocol-version': offered })).toEqual({
    status: 101,
    headers: { Connection: 'Upgrade', Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': 'v4.channel.k8s.io' },
    message: '',
  });
});

test('headers may be written as they like', () => {
  const headers = {
    connection: 'keep-alive, upgrade',
    upgrade: 'spdy/3.1',
    'x-stream-protocol-version': 'v4.channel.k8s.io',
  };
  expect(answerHandshake(headers).status).toBe(101);
});

test('refuses other protocols with what it accepts', () => {
  const { status, headers } = answerHandshake({ ...upgrade, 'x-stream-protocol-version': 'v5.channel.k8s.io, v4' });
  expect(status).toBe(403);
  expect(headers).toMatchObject({ 'X-Accepted-Stream-Protocol-Versions': 'v4.channel.k8s.io', Connection: 'close' });
});

test.each([
  ['no upgrade', {}],
  ['another transport', { ...upgrade, upgrade: 'websocket' }],
  ['an upgrade that is not of the connection', { ...upgrade, connection: 'keep-alive' }],
  ['no protocol', upgrade],
  ['an empty protocol', { ...upgrade, 'x-stream-protocol-version': ' , ' }],
])('%s is a bad request', (_name, headers) => {
  expect(answerHandshake(headers).status).toBe(400);
});
