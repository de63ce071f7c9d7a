import { expect, test } from 'vitest';
import { sgrStyle } from './sgr-style.ts';
import { createTheme, type Look, themeNames } from './theme.ts';

test('without colours no token has one, and what matters still stands out', () => {
  const theme = createTheme(false);
  for (const look of Object.values<Look>(theme)) expect(look.color).toBeUndefined();
  expect(theme.frameFocused).toEqual({ bold: true });
  expect(theme.selected).toEqual({ inverse: true });
  expect(Object.keys(theme)).toEqual(Object.keys(createTheme(true)));
});

test('a look as an SGR sequence', () => {
  expect(sgrStyle({})).toBe('');
  expect(sgrStyle({ bold: true, inverse: true, color: 'red' })).toBe('1;7;31');
});

test('every theme has every token; nothing is faint where contrast is asked for', () => {
  for (const name of themeNames) expect(Object.keys(createTheme(true, name))).toEqual(Object.keys(createTheme(true)));
  for (const look of Object.values<Look>(createTheme(true, 'high-contrast'))) expect(look.dim).toBeUndefined();
  expect(sgrStyle(createTheme(true, 'light').failed)).toBe('38;2;179;23;43');
});
