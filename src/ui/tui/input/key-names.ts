/** Final bytes of `CSI ... X` and `SS3 X` keys. */
export const letterKeys: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  M: 'enter',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'tab',
};

/** Numbers of `CSI n ~` keys. */
export const tildeKeys: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** The chord of a control character, or of DEL. */
export function controlChord(code: number): string {
  if (code === 0x0d) return 'enter';
  if (code === 0x09) return 'tab';
  if (code === 0x1b) return 'escape';
  if (code === 0x7f || code === 0x08) return 'backspace';
  if (code === 0) return 'ctrl-space';
  return `ctrl-${String.fromCharCode(code + 0x40).toLowerCase()}`;
}

/** A chord with the modifiers of xterm's parameter: 1 plus 1 for Shift, 2 for Alt, 4 for Ctrl. */
export function modifiedChord(name: string, parameter: number): string {
  const bits = parameter - 1;
  const ctrl = (bits & 4) !== 0 ? 'ctrl-' : '';
  const alt = (bits & 2) !== 0 ? 'alt-' : '';
  const shift = (bits & 1) !== 0 ? 'shift-' : '';
  return `${ctrl}${alt}${shift}${name}`;
}

/** The chord with Alt held as well, which terminals send as an ESC before the key. */
export function withAlt(chord: string): string {
  return chord.startsWith('ctrl-') ? `ctrl-alt-${chord.slice('ctrl-'.length)}` : `alt-${chord}`;
}
