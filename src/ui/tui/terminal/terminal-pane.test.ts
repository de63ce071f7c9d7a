import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { InputEvent, KeyEvent } from '../input/event.ts';
import { textSearch } from '../log/text-search.ts';
import { TerminalPane } from './terminal-pane.ts';

const encoder = new TextEncoder();

function key(chord: string, raw = chord): KeyEvent {
  return { kind: 'key', chord, text: '', raw };
}

const click: InputEvent = {
  kind: 'mouse',
  action: 'press',
  button: 'left',
  x: 1,
  y: 1,
  shift: false,
  alt: false,
  ctrl: false,
};

describe('TerminalPane', () => {
  let pane: TerminalPane;
  let sent: string[];
  let sizes: string[];
  let flow: boolean[];
  let repaints: number;

  beforeEach(() => {
    sent = [];
    sizes = [];
    flow = [];
    repaints = 0;
    pane = new TerminalPane({
      columns: 10,
      rows: 3,
      send: (data) => sent.push(data),
      onResize: (columns, rows) => sizes.push(`${columns}x${rows}`),
      onFlow: (isPaused) => flow.push(isPaused),
    });
    pane.attach(() => repaints++);
  });

  function write(text: string): void {
    pane.write(encoder.encode(text));
  }

  function texts(width = 10, height = 3): readonly string[] {
    return pane.paint(width, height).map((row) => row.text);
  }

  test('paints what the program wrote, at once', () => {
    write('hello\r\n\u001b[1;31mred\u001b[0m 你');
    expect(repaints).toBe(1);
    expect(texts()).toEqual(['hello', '\u001b[1;31mred\u001b[0m 你', '']);
    expect(pane.paint(10, 3).map((row) => row.cells)).toEqual([5, 6, 0]);
  });

  test('finds lines that have scrolled away, older and newer, and marks what matches', () => {
    write(['alpha', 'beta', 'gamma', 'alphabet', 'delta', 'epsilon', 'zeta'].join('\r\n'));
    pane.setSearch(textSearch('alpha'));
    expect(pane.find(-1)).toBe(true);
    expect(texts()).toEqual(['gamma', '\u001b[0;7malpha\u001b[0mbet', 'delta']);
    expect(pane.find(-1)).toBe(true);
    expect(texts()[0]).toContain('\u001b[0;7malpha');
    expect(pane.find(-1)).toBe(false);
    expect(pane.find(1)).toBe(true);
    expect(pane.find(1)).toBe(false);
    pane.setSearch(undefined);
    pane.scrollToEnd();
    expect(texts()).toEqual(['delta', 'epsilon', 'zeta']);
  });

  test('finds a word that the edge of the pane broke, and reaches to it while lines are chosen', () => {
    write('0123456needle89\r\nb\r\nc\r\nd\r\ne');
    pane.startChoosing();
    pane.setSearch(textSearch('needle'));
    expect(pane.find(-1)).toBe(true);
    expect(pane.chosenText()).toBe('0123456needle89\nb\nc\nd\ne\n');
  });

  test('paints only rows that were touched', () => {
    write('one\r\ntwo\r\nthree');
    const before = [...pane.paint(10, 3)];
    write('\u001b[2;1HTWO');
    const after = pane.paint(10, 3);
    expect(after.map((row, y) => row !== before[y])).toEqual([false, true, false]);
  });

  test.each([
    ['bold and palette', '\u001b[1;35;103mx', '\u001b[1;35;103mx'],
    ['256 colours', '\u001b[38;5;200;48;5;17mx', '\u001b[38;5;200;48;5;17mx'],
    ['truecolor', '\u001b[38;2;1;2;3;48;2;4;5;6mx', '\u001b[38;2;1;2;3;48;2;4;5;6mx'],
    ['attributes', '\u001b[2;3;4;5;7;9;53mx', '\u001b[2;3;4;5;7;9;53mx'],
    ['blanks with a background', '\u001b[44m  \u001b[0m', '\u001b[44m  '],
    ['a gap between styles', '\u001b[31ma\u001b[0m  \u001b[31mb', '\u001b[31ma\u001b[0m  \u001b[31mb'],
    ['a character with a mark', 'e\u0301', 'e\u0301'],
    ['an emoji and its joiner', '👩\u200d👧', '👩👧'],
    ['reordering characters', 'a\u202eb', 'ab'],
    ['concealed text', '\u001b[8mabc', '   '],
  ])('paints %s', (_, written, shown) => {
    write(written);
    expect(texts()[0]).toBe(shown);
  });

  test('cuts a wide character at the edge of a narrow surface', () => {
    write('abcdefghi');
    write('\u001b[1;9H你');
    expect(pane.paint(10, 3)[0]).toEqual({ text: 'abcdefgh你', cells: 10 });
  });

  test('sends keys, and cursor keys as the program wants them', () => {
    pane.input(key('a'));
    pane.input(key('up', '\u001b[A'));
    write('\u001b[?1h');
    pane.input(key('up', '\u001b[A'));
    expect(sent).toEqual(['a', '\u001b[A', '\u001bOA']);
  });

  test('answers the program as a terminal, and sends nothing else by itself', () => {
    write('\u001b[6n');
    expect(sent).toEqual(['\u001b[1;1R']);
  });

  test('wraps a paste if the program asked for that', () => {
    pane.input({ kind: 'paste', text: 'a\nb' });
    write('\u001b[?2004h');
    pane.input({ kind: 'paste', text: 'a\nb' });
    expect(sent).toEqual(['a\rb', '\u001b[200~a\rb\u001b[201~']);
  });

  test('takes the mouse only when the program asked for it', () => {
    expect(pane.input(click)).toBe(false);
    write('\u001b[?1000h\u001b[?1006h');
    expect(pane.input(click)).toBe(true);
    expect(sent).toEqual(['\u001b[<0;2;2M']);
  });

  test('tells the focus only when the program asked for it', () => {
    pane.input({ kind: 'focus', focused: false });
    write('\u001b[?1004h');
    pane.input({ kind: 'focus', focused: true });
    expect(sent).toEqual(['\u001b[I']);
  });

  test('shows the cursor where and as the program put it', () => {
    write('ab');
    expect(pane.cursor()).toEqual({ x: 2, y: 0, shape: 'block', blinking: true });
    write('\u001b[6 q\u001b[2;3H');
    expect(pane.cursor()).toEqual({ x: 2, y: 1, shape: 'bar', blinking: false });
    write('\u001b[?25l');
    expect(pane.cursor()).toBeUndefined();
    write('\u001b[!p');
    expect(pane.cursor()).toMatchObject({ shape: 'block' });
  });

  test('takes the size of its surface and tells the program', () => {
    texts(10, 3);
    texts(20, 5);
    texts(20, 5);
    texts(1, 1);
    texts(1, 1);
    expect(sizes).toEqual(['20x5', '2x1']);
  });

  test('looks back without moving while output goes on, and returns with a key', () => {
    write('1\r\n2\r\n3\r\n4\r\n5');
    expect(texts()).toEqual(['3', '4', '5']);
    pane.scroll(-2);
    expect(texts()).toEqual(['1', '2', '3']);
    expect(pane.cursor()).toBeUndefined();
    write('\r\n6');
    expect(texts()).toEqual(['1', '2', '3']);
    expect(pane.scrollback).toBe(3);
    pane.scroll(1);
    expect(texts()).toEqual(['2', '3', '4']);
    pane.input(key('x'));
    expect(texts()).toEqual(['4', '5', '6']);
    pane.scroll(-99);
    pane.scroll(99);
    expect(pane.scrollback).toBe(0);
    expect(pane.lines()).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  test('chooses lines, those that scrolled away too, and holds what is written meanwhile', () => {
    write('one\r\ntwo\r\nlonger than ten\r\nfour');
    texts();
    pane.startChoosing();
    pane.scroll(-3);
    write(' more');
    expect(texts()[0]).toContain('\u001b[7mtwo');
    expect(pane.chosenText()).toBe('two\nlonger than ten\nfour\n');
    expect(texts().join()).not.toContain('more');
    pane.stopChoosing();
    expect(pane.chosenText()).toBe('');
  });

  test('shows the alternate screen and comes back from it', () => {
    write('shell\r\n');
    texts();
    write('\u001b[?1049h\u001b[2J\u001b[Hvim');
    expect(texts()).toEqual(['vim', '', '']);
    write('\u001b[?1049l');
    expect(texts()).toEqual(['shell', '', '']);
  });

  test('keeps its content when the program ended, and takes nothing more', () => {
    write('bye');
    pane.end();
    expect(texts()).toEqual(['bye', '', '']);
    expect(pane.input(key('a'))).toBe(false);
    expect(pane.cursor()).toBeUndefined();
    texts(20, 4);
    expect(sent).toEqual([]);
    expect(sizes).toEqual([]);
  });

  test('holds the sender back while much is unparsed', async () => {
    pane.write(new Uint8Array(6 * 1024 * 1024).fill(0x61));
    expect(flow).toEqual([true]);
    await pane.settled();
    expect(flow).toEqual([true, false]);
    await pane.settled();
  });

  test('shows a synchronized frame when it is whole, or when its end does not come', () => {
    vi.useFakeTimers();
    write('\u001b[?2026hhalf');
    expect(repaints).toBe(0);
    write(' whole\u001b[?2026l');
    expect(repaints).toBe(1);
    write('\u001b[?2026hforgotten');
    vi.advanceTimersByTime(1000);
    expect(repaints).toBe(2);
    vi.useRealTimers();
  });
});
