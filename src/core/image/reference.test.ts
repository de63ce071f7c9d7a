import { expect, test } from 'vitest';
import { ConmanError } from '../errors/index.ts';
import { canonicalName, familiarName, parseReference } from './reference.ts';

const hex = '0123456789abcdef'.repeat(4);
const digest = `sha256:${hex}`;

test.each([
  ['alpine', 'docker.io/library/alpine:latest', 'alpine:latest'],
  ['alpine:3.20', 'docker.io/library/alpine:3.20', 'alpine:3.20'],
  ['library/alpine', 'docker.io/library/alpine:latest', 'alpine:latest'],
  ['docker.io/alpine', 'docker.io/library/alpine:latest', 'alpine:latest'],
  ['index.docker.io/alpine', 'docker.io/library/alpine:latest', 'alpine:latest'],
  ['index.docker.io/library/alpine:1', 'docker.io/library/alpine:1', 'alpine:1'],
  ['owner/app', 'docker.io/owner/app:latest', 'owner/app:latest'],
  ['library/a/b', 'docker.io/library/a/b:latest', 'library/a/b:latest'],
  [`library/a/b@${digest}`, `docker.io/library/a/b@${digest}`, `library/a/b@${digest}`],
  ['localhost/app', 'localhost/app:latest', 'localhost/app:latest'],
  ['localhost:5000/app:1', 'localhost:5000/app:1', 'localhost:5000/app:1'],
  ['127.0.0.1:5000/a/b:x_Y.z-1', '127.0.0.1:5000/a/b:x_Y.z-1', '127.0.0.1:5000/a/b:x_Y.z-1'],
  ['[::1]:5000/app', '[::1]:5000/app:latest', '[::1]:5000/app:latest'],
  ['[2001:db8::1]/app', '[2001:db8::1]/app:latest', '[2001:db8::1]/app:latest'],
  ['ghcr.io/owner/app', 'ghcr.io/owner/app:latest', 'ghcr.io/owner/app:latest'],
  ['Registry/app', 'Registry/app:latest', 'Registry/app:latest'],
  ['REGISTRY:80/app', 'REGISTRY:80/app:latest', 'REGISTRY:80/app:latest'],
  ['xn--n3h.com/app', 'xn--n3h.com/app:latest', 'xn--n3h.com/app:latest'],
  [`alpine@${digest}`, `docker.io/library/alpine@${digest}`, `alpine@${digest}`],
  [`alpine:3@${digest}`, `docker.io/library/alpine:3@${digest}`, `alpine:3@${digest}`],
  [`r.io:1/a@${digest}`, `r.io:1/a@${digest}`, `r.io:1/a@${digest}`],
  ['a__b/c---d/e.f', 'docker.io/a__b/c---d/e.f:latest', 'a__b/c---d/e.f:latest'],
  [`${hex}:tag`, `docker.io/library/${hex}:tag`, `${hex}:tag`],
  [`owner/${hex}`, `docker.io/owner/${hex}:latest`, `owner/${hex}:latest`],
  [hex.slice(1), `docker.io/library/${hex.slice(1)}:latest`, `${hex.slice(1)}:latest`],
  [`a:${'t'.repeat(128)}`, `docker.io/library/a:${'t'.repeat(128)}`, `a:${'t'.repeat(128)}`],
])('%s', (text, canonical, familiar) => {
  const reference = parseReference(text);
  expect(canonicalName(reference)).toBe(canonical);
  expect(familiarName(reference)).toBe(familiar);
  expect(parseReference(canonicalName(reference))).toEqual(reference);
  expect(parseReference(familiarName(reference))).toEqual(reference);
});

test.each([
  '',
  hex,
  ':tag',
  `@${digest}`,
  'Alpine',
  'owner/App',
  'a:',
  'a:-x',
  'a:.x',
  `a:${'t'.repeat(129)}`,
  'a@',
  'a@sha256:abc',
  `a@sha256:${hex.toUpperCase()}`,
  `a@md5:${hex.slice(32)}`,
  `a@${digest}@${digest}`,
  `a@${digest}:tag`,
  'a//b',
  '/a',
  'a/',
  'docker.io/',
  'localhost/',
  'a..b',
  'a___b',
  'a._b',
  '-a',
  'a-',
  'a b',
  ' a',
  'a\n',
  'a\0',
  '../a',
  'a/../b',
  'r.io/../a',
  '.io/a',
  '-r.io/a',
  'r-.io/a',
  'r.io:/a',
  'r.io:x/a',
  'r.io:1:2/a',
  '[::1/a',
  '[::g]/a',
  'http://r.io/a',
  'ä/b',
  `r.io/${'a/'.repeat(128)}a`,
])('%j is no name', (text) => {
  expect(() => parseReference(text)).toThrow(ConmanError);
});

test('no text makes the parser fail in another way, and what it takes it takes again', () => {
  const alphabet = [
    'a',
    'library/',
    'B',
    '0',
    '.',
    ':',
    '/',
    '@',
    '-',
    '_',
    '[',
    ']',
    'localhost',
    'docker.io',
    digest,
    '\n',
    'é',
  ];
  let seed = 42;
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  for (let turn = 0; turn < 20_000; turn++) {
    const text = Array.from({ length: next(9) }, () => alphabet[next(alphabet.length)]).join('');
    try {
      const reference = parseReference(text);
      expect(parseReference(canonicalName(reference))).toEqual(reference);
      expect(parseReference(familiarName(reference))).toEqual(reference);
    } catch (error) {
      if (!(error instanceof ConmanError)) throw error;
    }
  }
});
