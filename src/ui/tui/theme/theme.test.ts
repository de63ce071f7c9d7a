import { expect, test } from 'vitest';
import { sgrStyle } from './sgr-style.ts';
import { createTheme, type Look } from './theme.ts';

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
