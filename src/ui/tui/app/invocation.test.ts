import { expect, test } from 'vitest';
import { readInvocation } from './invocation.ts';

test.each([
  [[], {}, { kind: 'run', host: undefined }],
  [['-H', '/tmp/a.sock'], {}, { kind: 'run', host: '/tmp/a.sock' }],
  [['--host=/tmp/a.sock'], { CONMAN_HOST: '/b' }, { kind: 'run', host: '/tmp/a.sock' }],
  [[], { CONMAN_HOST: '/b' }, { kind: 'run', host: '/b' }],
  [[], { CONMAN_HOST: '' }, { kind: 'run', host: undefined }],
  [['-h'], {}, { kind: 'help' }],
  [['--version'], {}, { kind: 'version' }],
])('%j with %j', (argv, environment, invocation) => {
  expect(readInvocation(argv, environment)).toEqual(invocation);
});

test.each([[['--bogus']], [['-H']], [['web']]])('%j is a mistake', (argv) => {
  expect(readInvocation(argv, {}).kind).toBe('mistake');
});
