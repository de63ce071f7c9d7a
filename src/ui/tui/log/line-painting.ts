import type { PaintedRow } from '../surface/painter.ts';
import { cutText } from '../text/cut-text.ts';
import { resetSequence, type Style, styleSequence } from '../text/style.ts';
import type { LogLine } from './log-store.ts';
import type { LogTheme } from './log-theme.ts';

/** What is shown of a line, and how. */
export interface LineView {
  readonly width: number;
  /** Cells scrolled away at the left; 0 when lines are wrapped. */
  readonly left: number;
  readonly isWrapped: boolean;
  readonly hasTimestamps: boolean;
}

const markWidth = 2;
/** `15:04:05.000` and a blank. */
const timestampWidth = 13;

/** The rows of one line: one, or as many as it takes when lines are wrapped. */
export function paintLine(line: LogLine, view: LineView, theme: LogTheme): readonly PaintedRow[] {
  const head = paintHead(line, view, theme);
  const width = Math.max(1, view.width - head.cells);
  const { text } = line;
  if (!view.isWrapped) return [join(head, cutText(text, width, { from: view.left, keepColours: true }), view.width)];
  const rows: PaintedRow[] = [];
  const indent: PaintedRow = { text: ' '.repeat(head.cells), cells: head.cells };
  let index = 0;
  let style: Style = '';
  do {
    const cut = cutText(text, width, { index, style, keepColours: true });
    rows.push(join(rows.length === 0 ? head : indent, cut, view.width));
    // A character wider than the row would never fit.
    index = cut.index > index ? cut.index : text.length;
    style = cut.style;
  } while (index < text.length);
  return rows;
}

/** Bytes to read of a line so that the view is filled, were it all of four-byte characters. */
export function bytesToRead(view: LineView): number {
  return (view.left + view.width) * 4 + 512;
}

function paintHead(line: LogLine, view: LineView, theme: LogTheme): PaintedRow {
  const mark = line.isStderr ? `${styleSequence(theme.stderrMark)}▌${resetSequence} ` : '  ';
  if (!view.hasTimestamps) return { text: mark, cells: markWidth };
  const time = line.timestamp.slice(11, 23).padEnd(timestampWidth - 1);
  const timestamp = `${styleSequence(theme.timestamp)}${time}${resetSequence} `;
  return { text: mark + timestamp, cells: markWidth + timestampWidth };
}

function join(head: PaintedRow, cut: PaintedRow, width: number): PaintedRow {
  const cells = head.cells + cut.cells;
  if (cells <= width) return { text: head.text + cut.text, cells };
  return cutText(head.text, width, { keepColours: true });
}
