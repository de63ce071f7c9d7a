import { describe, expect, test } from 'vitest';
import type { InputEvent } from './event.ts';
import { InputParser } from './input-parser.ts';

const encoder = new TextEncoder();

function parse(...pieces: readonly (string | Uint8Array)[]): readonly InputEvent[] {
  const parser = new InputParser();
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece));
  return [...bytes.flatMap((piece) => parser.push(piece)), ...parser.flush()];
}

function chords(...pieces: readonly (string | Uint8Array)[]): readonly string[] {
  return parse(...pieces).map((event) => (event.kind === 'key' ? event.chord : event.kind));
}

describe('InputParser', () => {
  test('reads three keys that arrive together as three keys', () => {
    expect(chords('jjj')).toEqual(['j', 'j', 'j']);
    expect(chords('\u001b[A\u001b[Aq')).toEqual(['up', 'up', 'q']);
  });

  test.each([
    ['\r', 'enter'],
    ['\t', 'tab'],
    [' ', 'space'],
    ['\u007f', 'backspace'],
    ['\u0007', 'ctrl-g'],
    ['\u0000', 'ctrl-space'],
    ['\u001c', 'ctrl-\\'],
    ['\u001b', 'escape'],
    ['\u001b[Z', 'shift-tab'],
    ['\u001b[H', 'home'],
    ['\u001bOH', 'home'],
    ['\u001b[1~', 'home'],
    ['\u001b[5~', 'pageup'],
    ['\u001b[3;5~', 'ctrl-delete'],
    ['\u001b[1;5A', 'ctrl-up'],
    ['\u001b[1;2D', 'shift-left'],
    ['\u001b[1;8C', 'ctrl-alt-shift-right'],
    ['\u001bOP', 'f1'],
    ['\u001b[[A', 'f1'],
    ['\u001b[24~', 'f12'],
    ['\u001bx', 'alt-x'],
    ['\u001b\u0018', 'ctrl-alt-x'],
    ['\u001b\u001b[A', 'alt-up'],
    ['\u001b\r', 'alt-enter'],
    ['é', 'é'],
    ['😀', '😀'],
    ['\u001bé', 'alt-é'],
    ['\u001b[', 'alt-['],
    ['\u001bO', 'alt-O'],
  ])('reads %j as %s, wherever it is cut', (typed, chord) => {
    expect(parse(typed)).toMatchObject([{ kind: 'key', chord, raw: typed }]);
    const bytes = encoder.encode(typed);
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(chords(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual([chord]);
    }
  });

  test('puts together a character whose bytes arrive one by one', () => {
    const parser = new InputParser();
    const events = [...encoder.encode('你😀')].flatMap((byte) => parser.push(Uint8Array.of(byte)));
    expect(events.map((event) => event.kind === 'key' && event.text)).toEqual(['你', '😀']);
  });

  test('waits only where more can follow', () => {
    const parser = new InputParser();
    for (const bytes of ['j', '\u001b[A', '\u001b[<0;1;1M', '\u001bx']) {
      expect(parser.push(encoder.encode(bytes))).toHaveLength(1);
      expect(parser.isWaiting).toBe(false);
    }
    expect(parser.push(encoder.encode('\u001b'))).toEqual([]);
    expect(parser.isWaiting).toBe(true);
    expect(parser.flush()).toMatchObject([{ chord: 'escape' }]);
    expect(parser.isWaiting).toBe(false);
  });

  test('tells two presses of Escape from Alt', () => {
    expect(chords('\u001b\u001b')).toEqual(['escape', 'escape']);
    expect(chords('\u001b\u001b', 'x')).toEqual(['escape', 'alt-x']);
  });

  test('reads the mouse', () => {
    const common = { kind: 'mouse', shift: false, alt: false, ctrl: false };
    expect(parse('\u001b[<0;3;5M')).toEqual([{ ...common, action: 'press', button: 'left', x: 2, y: 4 }]);
    expect(parse('\u001b[<2;3;5m')).toEqual([{ ...common, action: 'release', button: 'right', x: 2, y: 4 }]);
    expect(parse('\u001b[<35;1;1M')).toEqual([{ ...common, action: 'move', button: 'none', x: 0, y: 0 }]);
    expect(parse('\u001b[<81;300;200M')).toEqual([
      { ...common, ctrl: true, action: 'wheel-down', button: 'none', x: 299, y: 199 },
    ]);
    expect(parse('\u001b[<0;0;5M')).toMatchObject([{ kind: 'unknown' }]);
  });

  test('takes a paste as it is, escape sequences and all, in any pieces', () => {
    const pasted = 'a\u001b[A\r\n\u001b[20你';
    const bytes = `x\u001b[200~${pasted}\u001b[201~y`;
    const expected = [expect.anything(), { kind: 'paste', text: pasted }, expect.objectContaining({ chord: 'y' })];
    expect(parse(bytes)).toEqual(expected);
    expect(parse(...bytes)).toEqual(expected);
    expect(parse('\u001b[200~\u001b[201~')).toEqual([{ kind: 'paste', text: '' }]);
  });

  test('gives up a paste that never ends', () => {
    expect(parse('\u001b[200~abc\u001b[2')).toEqual([{ kind: 'paste', text: 'abc\u001b[2' }]);
  });

  test('reads focus, and knows replies as none of ours', () => {
    expect(parse('\u001b[I\u001b[O')).toEqual([
      { kind: 'focus', focused: true },
      { kind: 'focus', focused: false },
    ]);
    expect(parse('\u001b[?62;4c')).toEqual([{ kind: 'unknown', raw: '\u001b[?62;4c' }]);
  });
});
