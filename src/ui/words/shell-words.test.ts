import { describe, expect, test } from 'vitest';
import { escapeShellWord, joinShellWords, splitShellWords, unfinishedShellWord } from './shell-words.ts';

describe('splitShellWords', () => {
  test.each([
    ['', []],
    ['   ', []],
    ['sleep 100', ['sleep', '100']],
    ['  sleep \t 100\n', ['sleep', '100']],
    [`sh -c 'echo "a b"; exit 3'`, ['sh', '-c', 'echo "a b"; exit 3']],
    [`echo "it's" 'say "hi"'`, ['echo', "it's", 'say "hi"']],
    [`printf '' ""`, ['printf', '', '']],
    [`a"b c"d'e f'g`, ['ab cde fg']],
    ['a\\ b \\"c \\\\d', ['a b', '"c', '\\d']],
    [`"a\\"b" "c\\d" '\\n'`, ['a"b', 'c\\d', '\\n']],
    ['echo $HOME | cat > "ünï 漢字"', ['echo', '$HOME', '|', 'cat', '>', 'ünï 漢字']],
  ])('%j', (line, words) => {
    expect(splitShellWords(line)).toEqual({ ok: true, words });
  });

  test.each([
    [`sh -c 'echo`, "the quote ' is not closed"],
    [`sh -c "echo 'a'`, 'the quote " is not closed'],
    ['echo \\', 'the last backslash has nothing to protect'],
  ])('%j is refused', (line, problem) => {
    expect(splitShellWords(line)).toEqual({ ok: false, problem });
  });
});

test('what joinShellWords writes is read back unchanged', () => {
  const words = ['sh', '-c', `echo "it's $HOME"`, '', 'a b', 'line\nbreak', '/bin/x', '漢字', '*', '\\'];
  expect(splitShellWords(joinShellWords(words))).toEqual({ ok: true, words });
  expect(joinShellWords(['sleep', '100', '/bin/x=1'])).toBe('sleep 100 /bin/x=1');
});

test.each([
  ['', { from: 0, text: '' }],
  ['run ', { from: 4, text: '' }],
  ['run a', { from: 4, text: 'a' }],
  [`run 'a b`, { from: 4, text: 'a b' }],
  [`run "a'`, { from: 4, text: "a'" }],
  ['run a\\ b\\', { from: 4, text: 'a b' }],
])('the word at the end of %j', (line, word) => {
  expect(unfinishedShellWord(line)).toEqual(word);
});

test('the beginning of a word is read back unchanged', () => {
  for (const text of ['/my files/a', `it's "b"`, 'a\\b', 'line\nbreak', '~/x']) {
    expect(unfinishedShellWord(`run ${escapeShellWord(text)}`).text).toBe(text);
  }
});
