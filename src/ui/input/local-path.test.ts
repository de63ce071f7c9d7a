import { expect, test } from 'vitest';
import { isPath, localPath } from './local-path.ts';

const places = { workingDirectory: '/work', homeDirectory: '/home/ada' };

test.each([
  ['/etc/hosts', '/etc/hosts'],
  ['notes', '/work/notes'],
  ['../x/', '/x'],
  ['~', '/home/ada'],
  ['~/a b', '/home/ada/a b'],
  ['~bob', '/work/~bob'],
])('%s is %s', (typed, path) => {
  expect(localPath(typed, places)).toBe(path);
});

test('a path is told from a name', () => {
  expect(['/', './a', '..', '.', '~', '~/a'].filter(isPath)).toHaveLength(6);
  expect(['a', 'a/b', '.a', '~bob', '..a', ''].filter(isPath)).toEqual([]);
});
