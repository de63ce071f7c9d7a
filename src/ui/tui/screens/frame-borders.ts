import type { BorderCharacters } from '../present/border-line.ts';

export interface Borders {
  readonly top: BorderCharacters;
  readonly bottom: BorderCharacters;
  readonly side: string;
}

/** Heavy lines around the focused pane: the focus is seen without colours too. */
export const borders: { readonly plain: Borders; readonly focused: Borders } = {
  plain: {
    top: { left: '┌', line: '─', right: '┐' },
    bottom: { left: '└', line: '─', right: '┘' },
    side: '│',
  },
  focused: {
    top: { left: '┏', line: '━', right: '┓' },
    bottom: { left: '┗', line: '━', right: '┛' },
    side: '┃',
  },
};
