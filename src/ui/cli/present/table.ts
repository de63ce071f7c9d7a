import type { ChalkInstance } from 'chalk';
import { fillText, fitText } from '../../text/fit-text.ts';
import { displayText } from '../../words/display-text.ts';

export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** May be cut when the terminal is too narrow, but not below this many cells. */
  readonly leastWidth?: number;
  readonly align?: 'left' | 'right';
  readonly style?: (row: Row) => ChalkInstance;
}

export interface TableOptions {
  /** Cells of the terminal; undefined: as wide as the text is. */
  readonly width: number | undefined;
  readonly heading: ChalkInstance;
}

const gap = '  ';

/** Lines of an aligned table. Cells may hold strangers' text: nothing in it reaches the terminal as a command. */
export function tableLines<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions,
): string[] {
  const texts = rows.map((row) => columns.map((column) => displayText(column.text(row))));
  const widths = shrink(naturalWidths(columns, texts), columns, options.width);
  const line = (cells: readonly string[], style: (index: number) => ChalkInstance | undefined): string => {
    const filled = cells.map((cell, index) => {
      const isLast = index === cells.length - 1 && columns[index]?.align !== 'right';
      const width = widths[index] ?? 0;
      const text = isLast ? fitText(cell, width).text : fillText(cell, width, columns[index]?.align);
      return style(index)?.(text) ?? text;
    });
    return filled.join(gap);
  };
  return [
    line(
      columns.map((column) => column.title),
      () => options.heading,
    ),
    ...texts.map((cells, at) => line(cells, (index) => columns[index]?.style?.(rows[at] as Row))),
  ];
}

function naturalWidths(columns: readonly { title: string }[], texts: readonly (readonly string[])[]): number[] {
  return columns.map(({ title }, index) =>
    Math.max(title.length, ...texts.map((cells) => fitText(cells[index] ?? '', Number.MAX_SAFE_INTEGER).cells)),
  );
}

/** Takes cells from the widest column that may lose some until the line fits or nothing more may go. */
function shrink(
  natural: readonly number[],
  columns: readonly { leastWidth?: number }[],
  width: number | undefined,
): number[] {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, cells) => sum + cells, gap.length * (widths.length - 1));
  while (width !== undefined && total() > width) {
    const spare = columns.map(({ leastWidth }, index) => {
      const cells = widths[index] ?? 0;
      return leastWidth !== undefined && cells > leastWidth ? cells : 0;
    });
    const widest = Math.max(...spare);
    if (widest === 0) break;
    const index = spare.indexOf(widest);
    widths[index] = widest - 1;
  }
  return widths;
}

/** `label  value` lines with the values aligned. */
export function factLines(facts: readonly (readonly [label: string, value: string])[]): string[] {
  const width = Math.max(...facts.map(([label]) => label.length));
  return facts.map(([label, value]) => `${fillText(label, width)}${gap}${displayText(value)}`);
}
