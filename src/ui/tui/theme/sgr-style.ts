import type { Style } from '../../text/style.ts';
import type { Color, Look, NamedColor } from './theme.ts';

const foregrounds: Readonly<Record<NamedColor, string>> = {
  red: '31',
  green: '32',
  yellow: '33',
  blue: '34',
  magenta: '35',
  cyan: '36',
  white: '37',
  gray: '90',
};

function foreground(color: Color): string {
  if (!color.startsWith('#')) return foregrounds[color as NamedColor];
  const value = Number.parseInt(color.slice(1), 16);
  return `38;2;${value >> 16};${(value >> 8) & 255};${value & 255}`;
}

/** A look as painters write it. */
export function sgrStyle({ bold, dim, underline, inverse, color }: Look): Style {
  return [bold && '1', dim && '2', underline && '4', inverse && '7', color && foreground(color)]
    .filter(Boolean)
    .join(';');
}
