import type { IBufferCell, IBufferLine } from '@xterm/headless';
import { type Style, styleSequence } from '../../text/style.ts';
import type { PaintedRow } from '../surface/painter.ts';

/** Joiners, selectors and characters that reorder others: outer terminals disagree about the cells they take. */
const unsettled = /[\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\p{Variation_Selector}]/gu;

const blankRow: PaintedRow = { text: '', cells: 0 };

/** Turns rows of an emulator's cells into text with SGR sequences. One per emulator: it holds the cell it reads into. */
export class CellRowPainter {
  readonly #cell: IBufferCell;

  /** `cell` is any cell of the emulator, used as a buffer. */
  constructor(cell: IBufferCell) {
    this.#cell = cell;
  }

  /** The first `width` cells of a line; blanks at its end in the default style are left out. */
  paint(line: IBufferLine | undefined, width: number): PaintedRow {
    if (!line) return blankRow;
    const cell = this.#cell;
    let text = '';
    let blanks = 0;
    let cells = 0;
    let style: Style = '';
    for (let x = 0; x < Math.min(width, line.length); x += cell.getWidth() || 1) {
      line.getCell(x, cell);
      const cellStyle = cell.isAttributeDefault() ? '' : styleOf(cell);
      const chars = cell.getChars();
      if (cellStyle === '' && (chars === '' || chars === ' ')) {
        blanks++;
        continue;
      }
      if (style !== '' && (blanks > 0 || cellStyle !== style)) text += styleSequence('0');
      if (blanks > 0) style = '';
      text += ' '.repeat(blanks);
      cells += blanks;
      blanks = 0;
      if (cellStyle !== style) text += styleSequence(cellStyle);
      style = cellStyle;
      text += x + cell.getWidth() > width ? ' ' : shownChars(chars, cell);
      cells += x + cell.getWidth() > width ? 1 : cell.getWidth() || 1;
    }
    return { text, cells };
  }
}

function shownChars(chars: string, cell: IBufferCell): string {
  if (chars === '' || cell.isInvisible()) return ' '.repeat(cell.getWidth() || 1);
  return chars.length === 1 && chars < '\u0300' ? chars : chars.replace(unsettled, '') || ' ';
}

function styleOf(cell: IBufferCell): Style {
  let style = '';
  if (cell.isBold()) style += ';1';
  if (cell.isDim()) style += ';2';
  if (cell.isItalic()) style += ';3';
  if (cell.isUnderline()) style += ';4';
  if (cell.isBlink()) style += ';5';
  if (cell.isInverse()) style += ';7';
  if (cell.isStrikethrough()) style += ';9';
  if (cell.isOverline()) style += ';53';
  if (cell.isFgRGB()) style += `;38;2;${channels(cell.getFgColor())}`;
  else if (cell.isFgPalette()) style += paletteColour(cell.getFgColor(), 30);
  if (cell.isBgRGB()) style += `;48;2;${channels(cell.getBgColor())}`;
  else if (cell.isBgPalette()) style += paletteColour(cell.getBgColor(), 40);
  return style.slice(1);
}

function channels(rgb: number): string {
  return `${(rgb >> 16) & 255};${(rgb >> 8) & 255};${rgb & 255}`;
}

/** `base` is 30 for the foreground and 40 for the background. */
function paletteColour(index: number, base: number): string {
  if (index < 8) return `;${base + index}`;
  if (index < 16) return `;${base + 60 + index - 8}`;
  return `;${base + 8};5;${index}`;
}
