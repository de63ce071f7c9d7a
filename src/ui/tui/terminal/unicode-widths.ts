import type { IUnicodeVersionProvider, Terminal } from '@xterm/headless';
import { codePointWidth } from '../../text/code-point-width.ts';

/** The emulator's own table is Unicode 6, where emoji are one cell wide; programs count them as two. */
const provider: IUnicodeVersionProvider = {
  version: 'conman',
  wcwidth: codePointWidth,
  charProperties(codePoint, preceding) {
    const width = codePointWidth(codePoint);
    // A mark joins the character before it, if there is one, and leaves its width.
    const joins = width === 0 && preceding !== 0;
    return characterProperties(0, joins ? propertiesWidth(preceding) : width, joins);
  },
};

/** `terminal` must have been made with `allowProposedApi`. */
export function applyUnicodeWidths(terminal: Terminal): void {
  terminal.unicode.register(provider);
  terminal.unicode.activeVersion = provider.version;
}

/** The emulator's packing: bit 0 joins the character to the one before, bits 1 and 2 the width, the rest a state. */
function characterProperties(state: number, width: number, joins: boolean): number {
  return ((state & 0xffffff) << 3) | ((width & 3) << 1) | (joins ? 1 : 0);
}

function propertiesWidth(properties: number): number {
  return (properties >> 1) & 3;
}
