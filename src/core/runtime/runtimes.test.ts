import { expect, test } from 'vitest';
import { Runtimes } from './runtimes.ts';

const runtimes = new Runtimes({ name: 'runc', path: '/usr/bin/runc', root: '/run/a' }, [
  { name: 'crun', path: '/usr/bin/crun', root: '/run/b' },
]);

test('no name means the default runtime', () => {
  expect(runtimes.named(undefined).path).toBe('/usr/bin/runc');
  expect(runtimes.named('crun').root).toBe('/run/b');
});

test('a name that nobody configured says which there are', () => {
  expect(() => runtimes.named('kata')).toThrow(
    expect.objectContaining({ code: 'failed-precondition', hint: expect.stringContaining('runc, crun') }),
  );
  expect(runtimes.problem('kata')).toContain('not configured');
  expect(runtimes.problem('crun')).toBeUndefined();
});
