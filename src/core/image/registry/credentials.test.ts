import { expect, test } from 'vitest';
import { parseChallenge } from './challenge.ts';
import { credentialsIn } from './credentials.ts';

const auth = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });

const file = JSON.stringify({
  auths: {
    'https://index.docker.io/v1/': auth('hub:secret'),
    'ghcr.io': auth('ada:a:b'),
    'ghcr.io/owner/app': auth('deploy:key'),
    'empty.io': {},
    'plain.io': { username: 'u', password: 'p' },
  },
  credsStore: 'desktop',
});

test.each([
  ['docker.io', 'library/alpine', { kind: 'password', username: 'hub', password: 'secret' }],
  ['ghcr.io', 'other', { kind: 'password', username: 'ada', password: 'a:b' }],
  ['ghcr.io', 'owner/app', { kind: 'password', username: 'deploy', password: 'key' }],
  ['ghcr.io', 'owner/app/part', { kind: 'password', username: 'deploy', password: 'key' }],
  ['plain.io', 'x', { kind: 'password', username: 'u', password: 'p' }],
  ['empty.io', 'x', undefined],
  ['ghcr.io.evil.com', 'x', undefined],
  ['evil.com', 'ghcr.io', undefined],
])('%s/%s', (domain, path, expected) => {
  expect(credentialsIn(file, domain, path)).toEqual(expected);
});

test('what is no such file has none', () => {
  for (const text of ['', '{', '[]', '{"auths":3}', '{"auths":{"a":{"auth":"!"}}}']) {
    expect(credentialsIn(text, 'a', 'b')).toBeUndefined();
  }
});

test('challenges', () => {
  expect(parseChallenge('Bearer realm="https://a/t?x=1,2",service="r \\"q\\"", scope=repository:a:pull')).toEqual({
    scheme: 'bearer',
    parameters: { realm: 'https://a/t?x=1,2', service: 'r "q"', scope: 'repository:a:pull' },
  });
  expect(parseChallenge('basic realm="x"')).toEqual({ scheme: 'basic', parameters: { realm: 'x' } });
  expect(parseChallenge('Negotiate')).toBeUndefined();
});
