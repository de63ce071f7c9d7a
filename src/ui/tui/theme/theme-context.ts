import type { TextProps } from 'ink';
import { createContext } from 'react';
import { createTheme, type Look, type Theme } from './theme.ts';

export const ThemeContext = createContext<Theme>(createTheme(true));

/** A look as Ink's `<Text>` takes it. */
export function inkProps({
  color,
  bold,
  dim,
  underline,
  inverse,
}: Look): Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'underline' | 'inverse'> {
  return {
    ...(color && { color }),
    ...(bold && { bold }),
    ...(dim && { dimColor: dim }),
    ...(underline && { underline }),
    ...(inverse && { inverse }),
  };
}
