import { describe, expect, test } from 'vitest';
import { cutText } from './cut-text.ts';

describe('cutText', () => {
  test('keeps what fits and says where it stopped', () => {
    expect(cutText('abcdef', 4)).toEqual({ text: 'abcd', cells: 4, index: 4, style: '' });
    expect(cutText('abcdef', 9)).toEqual({ text: 'abcdef', cells: 6, index: 6, style: '' });
    expect(cutText('', 4)).toEqual({ text: '', cells: 0, index: 0, style: '' });
  });

  test('scrolls sideways', () => {
    expect(cutText('abcdef', 3, { from: 2 })).toMatchObject({ text: 'cde', cells: 3 });
    expect(cutText('abcdef', 3, { from: 5 })).toMatchObject({ text: 'f', cells: 1 });
    expect(cutText('abcdef', 3, { from: 9 })).toMatchObject({ text: '', cells: 0 });
  });

  test('counts wide characters as two cells and leaves a blank for a half at the left edge', () => {
    expect(cutText('你好', 4)).toMatchObject({ text: '你好', cells: 4, index: 2 });
    expect(cutText('你好', 3)).toMatchObject({ text: '你', cells: 2, index: 1 });
    expect(cutText('你好', 3, { from: 1 })).toMatchObject({ text: ' 好', cells: 3 });
    expect(cutText('a😀b', 3)).toMatchObject({ text: 'a😀', cells: 3, index: 3 });
  });

  test('keeps marks on their character, but not a tower of them', () => {
    expect(cutText('e\u0301x', 1)).toMatchObject({ text: 'e\u0301', cells: 1 });
    expect(cutText(`e${'\u0301'.repeat(1000)}`, 5).text).toBe(`e${'\u0301'.repeat(4)}`);
  });

  test('leaves out joiners, selectors and skin tones, so that every terminal counts alike', () => {
    expect(cutText('👩\u200d👧', 9)).toMatchObject({ text: '👩👧', cells: 4 });
    expect(cutText('❤\ufe0f!', 9)).toMatchObject({ text: '❤!', cells: 2 });
    expect(cutText('👍🏽!', 9)).toMatchObject({ text: '👍!', cells: 3 });
  });

  test('expands tabs', () => {
    expect(cutText('a\tb', 20)).toMatchObject({ text: 'a       b', cells: 9 });
    expect(cutText('a\tb', 4)).toMatchObject({ text: 'a   ', cells: 4, index: 2 });
  });

  test('keeps colours only when asked', () => {
    expect(cutText('\u001b[31mred\u001b[0m', 9).text).toBe('red');
    expect(cutText('\u001b[31mred\u001b[0m ok', 9, { keepColours: true }).text).toBe('\u001b[0;31mred\u001b[0m ok');
    expect(cutText('\u001b[31mabcdef', 2, { from: 3, keepColours: true }).text).toBe('\u001b[0;31mde');
  });

  test('goes on where it stopped, in the same style', () => {
    const first = cutText('\u001b[1;32mabcd', 2, { keepColours: true });
    expect(first).toMatchObject({ index: 9, style: '1;32' });
    expect(cutText('\u001b[1;32mabcd', 2, { ...first, keepColours: true }).text).toBe('\u001b[0;1;32mcd');
  });

  test.each([
    ['cursor movement', 'a\u001b[2Jb\u001b[1;1Hc', 'abc'],
    ['a title', 'a\u001b]0;owned\u0007b', 'ab'],
    ['a title ended by ST', 'a\u001b]0;owned\u001b\\b', 'ab'],
    ['a device control string', 'a\u001bPq#0\u001b\\b', 'ab'],
    ['a character set', 'a\u001b(0b', 'ab'],
    ['a reset', 'a\u001bcb', 'ab'],
    ['private modes', 'a\u001b[?1049hb', 'ab'],
    ['an SGR look-alike', 'a\u001b[>4;2mb', 'ab'],
    ['concealed text', 'a\u001b[8mb', 'ab'],
    ['a title without an end', 'a\u001b]0;owned', 'a␛]0;owned'],
    ['a sequence cut off', 'a\u001b[3', 'a␛[3'],
    ['a bell and a carriage return', 'a\u0007\rb', 'a␇␍b'],
    ['an 8-bit CSI', 'a\u009b2Jb', 'a\ufffd2Jb'],
    ['reordering characters', 'a\u202eb\u2066c', 'a\ufffdb\ufffdc'],
    ['line separators', 'a\u2028b\nc', 'a\ufffdb␊c'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ])('makes %s harmless', (_, text, shown) => {
    expect(cutText(text, 40).text).toBe(shown);
    expect(cutText(text, 40, { keepColours: true }).text).toBe(shown);
  });

  test('never gives an escape sequence other than SGR, nor more cells than asked, whatever comes in', () => {
    const alphabet = [
      '\u001b',
      '[',
      ']',
      '31m',
      '38;2;1;2;3m',
      '38;5m',
      'H',
      '\u0007',
      '\t',
      '你',
      'e\u0301',
      '\u009b',
      'a',
      '\u001b\\',
    ];
    let seed = 7;
    const random = () => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return seed / 0x7fffffff;
    };
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: 30 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
      const cut = cutText(text, 10, { from: round % 5, keepColours: true });
      expect(cut.cells).toBeLessThanOrEqual(10);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are what is looked for.
      expect(cut.text.replace(/\u001b\[[0-9;]*m/g, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }
  });
});
