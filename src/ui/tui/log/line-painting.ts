import { cutText } from '../../text/cut-text.ts';
import { resetSequence, type Style, styleSequence } from '../../text/style.ts';
import type { PaintedRow } from '../surface/painter.ts';
import type { LogLine } from './log-store.ts';
import type { LogTheme } from './log-theme.ts';
import type { TextSearch } from './text-search.ts';

/** How times are told, if at all; `local` is the time zone of who reads. */
export type Timestamps = 'off' | 'utc' | 'local';

/** What is shown of a line, and how. */
export interface LineView {
  readonly width: number;
  /** Cells scrolled away at the left; 0 when lines are wrapped. */
  readonly left: number;
  readonly isWrapped: boolean;
  readonly timestamps: Timestamps;
  readonly search: TextSearch | undefined;
  /** The colours that the container wrote. */
  readonly hasColours: boolean;
}

const markWidth = 2;
/** `15:04:05.000` and a blank. */
const timestampWidth = 13;
/** Takes back what most themes mark matches with: bold, underline, inverse, both colours. */
const matchEnding: Style = '22;24;27;39;49';

/** The rows of one line: one, or as many as it takes when lines are wrapped. */
export function paintLine(line: LogLine, view: LineView, theme: LogTheme, isChosen: boolean): readonly PaintedRow[] {
  const head = paintHead(line, view, theme);
  const width = Math.max(1, view.width - head.cells);
  const own = view.hasColours ? line.text : stripped(line.text);
  const text = isChosen ? own : (view.search?.marked(own, theme.match, matchEnding) ?? own);
  // A mark of the search is a colour too.
  const keepColours = !isChosen && (view.hasColours || view.search !== undefined);
  if (!view.isWrapped) {
    const cut = cutText(text, width, { from: view.left, keepColours });
    return [join(head, isChosen ? chosen(cut, width, theme) : cut, view.width)];
  }
  const rows: PaintedRow[] = [];
  const indent: PaintedRow = { text: ' '.repeat(head.cells), cells: head.cells };
  let index = 0;
  let style: Style = '';
  do {
    const cut = cutText(text, width, { index, style, keepColours });
    rows.push(join(rows.length === 0 ? head : indent, isChosen ? chosen(cut, width, theme) : cut, view.width));
    // A character wider than the row would never fit.
    index = cut.index > index ? cut.index : text.length;
    style = cut.style;
  } while (index < text.length);
  return rows;
}

/** Without the colours that the container wrote, and everything else that is no text. */
function stripped(text: string): string {
  return text.includes('\u001b') ? cutText(text, Number.MAX_SAFE_INTEGER).text : text;
}

/** Bytes to read of a line so that the view is filled, were it all of four-byte characters. */
export function bytesToRead(view: LineView): number {
  return (view.left + view.width) * 4 + 512;
}

/** A chosen line is seen to its end, blank or not. */
function chosen({ text, cells }: PaintedRow, width: number, theme: LogTheme): PaintedRow {
  return { text: styleSequence(theme.chosen) + text + ' '.repeat(Math.max(0, width - cells)), cells: width };
}

function paintHead(line: LogLine, view: LineView, theme: LogTheme): PaintedRow {
  const mark = line.isStderr ? `${styleSequence(theme.stderrMark)}▌${resetSequence} ` : '  ';
  if (view.timestamps === 'off') return { text: mark, cells: markWidth };
  const time = timeOfDay(line.timestamp, view.timestamps).padEnd(timestampWidth - 1);
  const timestamp = `${styleSequence(theme.timestamp)}${time}${resetSequence} `;
  return { text: mark + timestamp, cells: markWidth + timestampWidth };
}

/** `15:04:05.000` of an RFC 3339 time; empty for what is none. */
function timeOfDay(timestamp: string, zone: 'utc' | 'local'): string {
  const time = new Date(timestamp);
  if (Number.isNaN(time.getTime())) return '';
  if (zone === 'utc') return time.toISOString().slice(11, 23);
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = `${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
  return `${two(time.getHours())}:${two(time.getMinutes())}:${seconds}`;
}

function join(head: PaintedRow, cut: PaintedRow, width: number): PaintedRow {
  const cells = head.cells + cut.cells;
  if (cells <= width) return { text: head.text + cut.text, cells };
  return cutText(head.text, width, { keepColours: true });
}
