import { escapeSequenceLength } from '../../text/escape-sequence.ts';
import { Rendition } from '../../text/rendition.ts';
import { resetSequence, styleSequence } from '../../text/style.ts';
import type { ClusterAt } from './clusters.ts';

export interface RowSlice {
  readonly text: string;
  readonly cells: number;
}

/**
 * Cuts rows in the measure of whoever composed them, so that the cells are those of its layout. Only printable text and
 * SGR come out. A wide character across an edge leaves a blank.
 */
export class RowSlicer {
  readonly #clusterAt: ClusterAt;

  constructor(clusterAt: ClusterAt) {
    this.#clusterAt = clusterAt;
  }

  /** Columns `from` to `to` of a row; fewer where the row ends before. */
  slice(row: string, from: number, to: number): RowSlice {
    const rendition = new Rendition();
    let text = '';
    let style = '';
    let emitted = '';
    let column = 0;
    let index = 0;
    const emit = (part: string) => {
      if (style !== emitted) text += (emitted === '' ? '' : resetSequence) + styleSequence(style);
      emitted = style;
      text += part;
    };
    while (index < row.length && column < to) {
      const code = row.charCodeAt(index);
      if (code === 0x1b) {
        const length = escapeSequenceLength(row, index);
        if (row.charCodeAt(index + length - 1) === 0x6d && row.charCodeAt(index + 1) === 0x5b) {
          rendition.apply(row.slice(index + 2, index + length - 1));
          style = rendition.style;
        }
        index += length;
        continue;
      }
      const run = runLength(row, index, to - column);
      if (run > 0) {
        const hidden = Math.max(0, Math.min(run, from - column));
        if (hidden < run) emit(row.slice(index + hidden, index + run));
        column += run;
        index += run;
        continue;
      }
      if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
        index++;
        continue;
      }
      const { text: cluster, cells: width } = this.#clusterAt(row, index);
      index += cluster.length;
      if (width === 0) continue;
      if (column >= from && column + width <= to) emit(cluster);
      else if (column + width > from) emit(' '.repeat(Math.min(to, column + width) - Math.max(from, column)));
      column += width;
    }
    if (emitted !== '') text += resetSequence;
    return { text, cells: Math.max(0, Math.min(column, to) - from) };
  }
}

/** How many characters from `start`, at most `limit`, take one cell each and join nothing after them. */
function runLength(row: string, start: number, limit: number): number {
  const last = Math.min(row.length, start + limit);
  let end = start;
  while (end < last && isOneCell(row.charCodeAt(end))) end++;
  return end > start && end < row.length && !cannotExtend(row.charCodeAt(end)) ? end - start - 1 : end - start;
}

/** Printable ASCII, Latin letters, box drawing and blocks: one cell in every measure. */
function isOneCell(code: number): boolean {
  return (
    (code >= 0x20 && code < 0x7f) || (code > 0xad && code < 0x300 && code !== 0xae && code !== 0xa9) || isBox(code)
  );
}

/** No mark, joiner or selector begins with it. */
function cannotExtend(code: number): boolean {
  return code < 0x300 || isBox(code);
}

function isBox(code: number): boolean {
  return code >= 0x2500 && code < 0x25a0;
}
