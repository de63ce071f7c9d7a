import { expect, test } from 'vitest';
import { runtimeError, runtimeReason } from './runtime-failure.ts';

test('the reason is the last error of a JSON log', () => {
  const stderr = [
    '{"level":"warning","msg":"lesser trouble","time":"2024-01-01T00:00:00Z"}',
    '{"level":"error","msg":"runc create failed: exec: \\"/nope\\": stat /nope: no such file or directory"}',
    '',
  ].join('\n');
  expect(runtimeReason(stderr)).toBe('runc create failed: exec: "/nope": stat /nope: no such file or directory');
});

test('other output is taken as it is', () => {
  expect(runtimeReason('sh: broken\nlast words\n')).toBe('last words');
  expect(runtimeReason('{"not":"a log line"}\n')).toBe('{"not":"a log line"}');
});

test('a silent runtime still has a status, and the whole output is kept for who asks', () => {
  const silent = runtimeError({ doing: 'create the container', stderr: '', status: 'Runtime Exited with code 3.' });
  expect(silent.message).toBe('cannot create the container: Runtime Exited with code 3.');
  expect(silent.details).toBeUndefined();
  expect(runtimeError({ doing: 'x', stderr: 'a\nb\n', status: '' }).details).toBe('a\nb');
});
