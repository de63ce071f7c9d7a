import { type Cut, cutText } from './cut-text.ts';

const printableAscii = /^[\x20-\x7e]*$/;
const ellipsis = '…';

export interface FittedText {
  readonly text: string;
  readonly cells: number;
}

/** Strangers' text in at most `width` cells, ending in … when something was cut away. */
export function fitText(text: string, width: number): FittedText {
  if (width <= 0) return { text: '', cells: 0 };
  if (text.length <= width && printableAscii.test(text)) return { text, cells: text.length };
  const whole = cutText(text, width);
  if (whole.index >= text.length) return whole;
  const cut: Cut = cutText(text, width - 1);
  return { text: cut.text + ellipsis, cells: cut.cells + 1 };
}

/** The same, filled up with blanks to exactly `width` cells. */
export function fillText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fitted = fitText(text, width);
  const blanks = ' '.repeat(Math.max(0, width - fitted.cells));
  return align === 'left' ? fitted.text + blanks : blanks + fitted.text;
}
