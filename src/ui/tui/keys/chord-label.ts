const labels: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Del',
  insert: 'Ins',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

const modifiers: Readonly<Record<string, string>> = { ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift' };

/** A chord as people write it: `Ctrl-g`, `Shift-Tab`, `PgUp`, `F12`. */
export function chordLabel(chord: string): string {
  const parts = chord === '-' ? ['-'] : chord.split('-');
  const key = parts.at(-1) ?? '';
  const name = labels[key] ?? (/^f\d+$/.test(key) ? key.toUpperCase() : key);
  return [...parts.slice(0, -1).map((part) => modifiers[part] ?? part), name].join('-');
}
