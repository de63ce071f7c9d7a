import type { Style } from '../text/style.ts';
import type { Color, Look } from './theme.ts';

const foregrounds: Readonly<Record<Color, string>> = {
  red: '31',
  green: '32',
  yellow: '33',
  blue: '34',
  magenta: '35',
  cyan: '36',
  gray: '90',
};

/** A look as painters write it. */
export function sgrStyle({ bold, dim, underline, inverse, color }: Look): Style {
  return [bold && '1', dim && '2', underline && '4', inverse && '7', color && foregrounds[color]]
    .filter(Boolean)
    .join(';');
}
