import { describe, expect, test } from 'vitest';
import type { KeyEvent, MouseEvent } from '../input/event.ts';
import { encodeKey, encodeMouse, encodePaste } from './terminal-keys.ts';

const press: MouseEvent = {
  kind: 'mouse',
  action: 'press',
  button: 'left',
  x: 2,
  y: 4,
  shift: false,
  alt: false,
  ctrl: false,
};

function key(chord: string, raw: string): KeyEvent {
  return { kind: 'key', chord, text: '', raw };
}

test('sends cursor keys as the program asked, and all others as they came', () => {
  expect(encodeKey(key('up', '\u001b[A'), true)).toBe('\u001bOA');
  expect(encodeKey(key('up', '\u001bOA'), false)).toBe('\u001b[A');
  expect(encodeKey(key('ctrl-up', '\u001b[1;5A'), true)).toBe('\u001b[1;5A');
  expect(encodeKey(key('f5', '\u001b[15~'), true)).toBe('\u001b[15~');
});

describe('encodeMouse', () => {
  test('speaks both report formats', () => {
    expect(encodeMouse(press, 'vt200', true)).toBe('\u001b[<0;3;5M');
    expect(encodeMouse({ ...press, action: 'release' }, 'vt200', true)).toBe('\u001b[<0;3;5m');
    expect(encodeMouse(press, 'vt200', false)).toBe('\u001b[M #%');
    expect(encodeMouse({ ...press, action: 'release' }, 'vt200', false)).toBe('\u001b[M##%');
    expect(encodeMouse({ ...press, action: 'wheel-down', button: 'none', ctrl: true }, 'any', true)).toBe(
      '\u001b[<81;3;5M',
    );
    expect(encodeMouse({ ...press, x: 223 }, 'vt200', false)).toBe('');
  });

  test.each([
    ['none', 'press', 'left', false],
    ['x10', 'press', 'left', true],
    ['x10', 'release', 'left', false],
    ['vt200', 'release', 'left', true],
    ['vt200', 'move', 'left', false],
    ['drag', 'move', 'left', true],
    ['drag', 'move', 'none', false],
    ['any', 'move', 'none', true],
    ['vt200', 'wheel-up', 'none', true],
  ] as const)('in mode %s tells a %s of %s: %s', (tracking, action, button, isTold) => {
    expect(encodeMouse({ ...press, action, button }, tracking, true) !== '').toBe(isTold);
  });
});

test('pastes what the program can tell from typing, and nothing that ends the paste', () => {
  expect(encodePaste('a\nb\r\nc', false)).toBe('a\rb\rc');
  expect(encodePaste('a\u001b[201~rm\n', true)).toBe('\u001b[200~a[201~rm\r\u001b[201~');
});
