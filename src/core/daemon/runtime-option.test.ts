import { expect, test } from 'vitest';
import { parseRuntimes } from './runtime-option.ts';

const beside = { runtimePath: '/usr/bin/runc', runtimeRoot: '/run/conman-runc', runRoot: '/run/conman' };

test('a runtime keeps its state below the run root, or where it is told to', () => {
  expect(parseRuntimes(['crun=/usr/bin/crun', 'kata=/opt/kata,root=/run/kata'], beside)).toEqual([
    { name: 'crun', path: '/usr/bin/crun', root: '/run/conman/runtimes/crun' },
    { name: 'kata', path: '/opt/kata', root: '/run/kata' },
  ]);
});

test.each([
  [['crun'], /NAME=PATH/],
  [['=/usr/bin/crun'], /NAME=PATH/],
  [['../crun=/usr/bin/crun'], /NAME=PATH/],
  [['crun='], /NAME=PATH/],
  [['crun=/usr/bin/crun,rot=/x'], /NAME=PATH/],
  [['runc=/usr/bin/crun'], /two OCI runtimes named 'runc'/],
  [['a=/usr/bin/crun', 'a=/usr/bin/runc'], /two OCI runtimes named 'a'/],
  [['a=/usr/bin/crun,root=/run/conman-runc'], /state in \/run\/conman-runc/],
])('%j is refused', (texts, reason) => {
  expect(() => parseRuntimes(texts, beside)).toThrow(reason);
});
