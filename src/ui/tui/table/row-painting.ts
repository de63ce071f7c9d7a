import { fillText, fitText } from '../../text/fit-text.ts';
import { type Style, styleSequence } from '../../text/style.ts';
import type { PaintedRow } from '../surface/painter.ts';
import { columnGap } from './column-layout.ts';
import type { TableColumn, TableRow } from './table-row.ts';

/** Room at the left for what must not be told by colour alone: the selection and the marks. */
export const gutterWidth = 2;

export interface RowLook {
  readonly isSelected: boolean;
  readonly isMarked: boolean;
  /** On top of the row's and the cells' own styles. */
  readonly style: Style;
}

export function paintHeader(columns: readonly TableColumn[], widths: readonly number[], style: Style): PaintedRow {
  const cells = columns.map((column) => column.title);
  return paintCells(
    columns,
    widths,
    cells.map((text) => ({ text, style: '' })),
    ' '.repeat(gutterWidth),
    style,
    '',
  );
}

export function paintRow(
  row: TableRow,
  columns: readonly TableColumn[],
  widths: readonly number[],
  look: RowLook,
): PaintedRow {
  if (row.isHeading) return paintHeading(row, widths);
  const cells = row.cells.map((cell) => (typeof cell === 'string' ? { text: cell, style: '' } : cell));
  const gutter = (look.isSelected ? '▸' : ' ') + (look.isMarked ? '●' : ' ');
  return paintCells(columns, widths, cells, gutter, row.style ?? '', look.style);
}

function paintHeading(row: TableRow, widths: readonly number[]): PaintedRow {
  const [cell = ''] = row.cells;
  const room = widths.reduce((sum, width) => sum + (width > 0 ? width + columnGap : 0), -columnGap);
  const { text, cells } = fitText(typeof cell === 'string' ? cell : cell.text, room);
  return { text: styleSequence(row.style ?? '') + ' '.repeat(gutterWidth) + text, cells: gutterWidth + cells };
}

function paintCells(
  columns: readonly TableColumn[],
  widths: readonly number[],
  cells: readonly { readonly text: string; readonly style?: Style }[],
  gutter: string,
  base: Style,
  top: Style,
): PaintedRow {
  let style = joinStyles(base, top);
  let text = styleSequence(style) + gutter;
  let width = gutterWidth;
  columns.forEach((column, index) => {
    const cellWidth = widths[index] ?? 0;
    if (cellWidth === 0) return;
    if (width > gutterWidth) text += ' '.repeat(columnGap);
    width += cellWidth + (width > gutterWidth ? columnGap : 0);
    const cell = cells[index];
    const cellStyle = joinStyles(base, cell?.style ?? '', top);
    if (cellStyle !== style) text += cellStyle === '' ? styleSequence('0') : styleSequence(`0;${cellStyle}`);
    style = cellStyle;
    text += fillText(cell?.text ?? '', cellWidth, column.align);
  });
  return { text, cells: width };
}

function joinStyles(...styles: readonly Style[]): Style {
  return styles.filter((style) => style !== '').join(';');
}
