import { expect, test } from 'vitest';
import { readInvocation } from './invocation.ts';

const plain = { isReadOnly: false, isDemo: false };

test.each([
  [[], {}, { kind: 'run', host: undefined, ...plain }],
  [['-H', '/tmp/a.sock'], {}, { kind: 'run', host: '/tmp/a.sock', ...plain }],
  [['--host=/tmp/a.sock'], { CONMAN_HOST: '/b' }, { kind: 'run', host: '/tmp/a.sock', ...plain }],
  [[], { CONMAN_HOST: '/b' }, { kind: 'run', host: '/b', ...plain }],
  [[], { CONMAN_HOST: '' }, { kind: 'run', host: undefined, ...plain }],
  [['--read-only', '--demo'], {}, { kind: 'run', host: undefined, isReadOnly: true, isDemo: true }],
  [['-h'], {}, { kind: 'help' }],
  [['--version'], {}, { kind: 'version' }],
])('%j with %j', (argv, environment, invocation) => {
  expect(readInvocation(argv, environment)).toEqual(invocation);
});

test.each([[['--bogus']], [['-H']], [['web']]])('%j is a mistake', (argv) => {
  expect(readInvocation(argv, {}).kind).toBe('mistake');
});
