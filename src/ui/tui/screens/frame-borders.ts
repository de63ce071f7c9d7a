import type { BorderCharacters } from '../present/border-line.ts';

export interface Borders {
  readonly top: BorderCharacters;
  readonly bottom: BorderCharacters;
  readonly side: string;
}

/** Heavy lines around the focused pane: the focus is seen without colours too. */
const borders: { readonly plain: Borders; readonly focused: Borders; readonly none: Borders } = {
  plain: {
    top: { left: '┌', line: '─', right: '┐' },
    bottom: { left: '└', line: '─', right: '┘' },
    side: '│',
  },
  /** Nothing to be read out. */
  none: {
    top: { left: ' ', line: ' ', right: ' ' },
    bottom: { left: ' ', line: ' ', right: ' ' },
    side: ' ',
  },
  focused: {
    top: { left: '┏', line: '━', right: '┓' },
    bottom: { left: '┗', line: '━', right: '┛' },
    side: '┃',
  },
};

/** The lines of a frame; `isBare` for people who hear the screen. */
export function bordersOf({ focused, isBare }: { readonly focused: boolean; readonly isBare: boolean }): Borders {
  if (isBare) return borders.none;
  return focused ? borders.focused : borders.plain;
}
