import { fitText } from '../../text/fit-text.ts';
import type { PaintedRow, Painter, SurfaceCursor } from '../surface/painter.ts';
import { layoutColumns } from './column-layout.ts';
import { gutterWidth, paintHeader, paintRow } from './row-painting.ts';
import { nearestSelectable, stepSelectable } from './selection.ts';
import type { TableColumn, TableRow, TableTheme } from './table-row.ts';

/** Below this height the header's row is worth more as a row of the list. */
const leastHeightWithHeader = 4;

interface CachedRow {
  readonly row: TableRow;
  readonly look: string;
  readonly painted: PaintedRow;
}

/** A list of rows, of which it paints those on the screen. Moving the selection paints two rows and runs no React. */
export class TablePainter implements Painter {
  readonly #theme: TableTheme;
  readonly #hasCursor: boolean;
  #columns: readonly TableColumn[] = [];
  #rows: readonly TableRow[] = [];
  #selected = -1;
  #selectedId: string | undefined;
  #marks: ReadonlySet<string> = new Set();
  #placeholder = '';
  #isFocused = true;
  #top = 0;
  #bodyHeight = 1;
  #headerHeight = 0;
  #width = 0;
  #widths: readonly number[] = [];
  #header: PaintedRow = { text: '', cells: 0 };
  #cache = new Map<string, CachedRow>();
  #repaint: () => void = () => undefined;
  #onSelect: (id: string | undefined) => void = () => undefined;

  /** With `hasCursor` the terminal's cursor is on the selected row: that is what a screen reader reads. */
  constructor(theme: TableTheme, { hasCursor = false }: { readonly hasCursor?: boolean } = {}) {
    this.#theme = theme;
    this.#hasCursor = hasCursor;
  }

  get selectedId(): string | undefined {
    return this.#selectedId;
  }

  /** Called when another row is selected, by whomever. */
  onSelect(listener: (id: string | undefined) => void): void {
    this.#onSelect = listener;
  }

  setColumns(columns: readonly TableColumn[]): void {
    this.#columns = columns;
    this.#width = 0;
    this.#repaint();
  }

  /** All rows in their order. The selection stays on its id; if that is gone, at its place. */
  setRows(rows: readonly TableRow[]): void {
    this.#rows = rows;
    const place = rows.findIndex((row) => row.id === this.#selectedId);
    this.#moveTo(place >= 0 ? place : nearestSelectable(rows, this.#selected));
    this.#repaint();
  }

  /** Another version of one row, if it is in the list. */
  updateRow(row: TableRow): void {
    const place = this.#rows.findIndex(({ id }) => id === row.id);
    if (place < 0) return;
    this.#rows = this.#rows.with(place, row);
    if (place >= this.#top && place < this.#top + this.#bodyHeight) this.#repaint();
  }

  setMarks(ids: ReadonlySet<string>): void {
    this.#marks = ids;
    this.#repaint();
  }

  /** What an empty list says. */
  setPlaceholder(text: string): void {
    this.#placeholder = text;
    this.#repaint();
  }

  setFocused(isFocused: boolean): void {
    if (this.#isFocused === isFocused) return;
    this.#isFocused = isFocused;
    this.#repaint();
  }

  select(id: string): void {
    const place = this.#rows.findIndex((row) => row.id === id && row.selectable !== false);
    if (place >= 0) this.#moveTo(place);
  }

  moveSelection(distance: number): void {
    this.#moveTo(stepSelectable(this.#rows, this.#selected, distance));
  }

  pageSelection(pages: number): void {
    this.moveSelection(pages * Math.max(1, this.#bodyHeight - 1));
  }

  selectFirst(): void {
    this.#moveTo(nearestSelectable(this.#rows, 0));
  }

  selectLast(): void {
    this.#moveTo(nearestSelectable(this.#rows, this.#rows.length - 1));
  }

  /** The row painted at line `y` of the surface. */
  rowAt(y: number): TableRow | undefined {
    return y < this.#headerHeight ? undefined : this.#rows[this.#top + y - this.#headerHeight];
  }

  attach(repaint: () => void): void {
    this.#repaint = repaint;
  }

  detach(): void {
    this.#repaint = () => undefined;
  }

  paint(width: number, height: number): readonly PaintedRow[] {
    if (width !== this.#width) this.#layOut(width);
    this.#headerHeight = height >= leastHeightWithHeader && this.#columns.some(({ title }) => title !== '') ? 1 : 0;
    this.#bodyHeight = Math.max(1, height - this.#headerHeight);
    this.#top = this.#scrolledTop();
    const shown = this.#rows.slice(this.#top, this.#top + this.#bodyHeight);
    const cache = new Map<string, CachedRow>();
    const body = shown.map((row) => {
      const cached = this.#paintRow(row);
      cache.set(row.id, cached);
      return cached.painted;
    });
    this.#cache = cache;
    if (body.length === 0) body.push(this.#paintPlaceholder(width));
    return this.#headerHeight > 0 ? [this.#header, ...body] : body;
  }

  cursor(): SurfaceCursor | undefined {
    if (!this.#hasCursor || this.#selected < 0) return undefined;
    return { x: 0, y: this.#selected - this.#top + this.#headerHeight, shape: 'block', blinking: false };
  }

  #layOut(width: number): void {
    this.#width = width;
    this.#widths = layoutColumns(this.#columns, width - gutterWidth);
    this.#header = paintHeader(this.#columns, this.#widths, this.#theme.header);
    this.#cache.clear();
  }

  /** The first row on the screen: as before, unless the selection or the end of the list would be out of sight. */
  #scrolledTop(): number {
    const last = Math.max(0, this.#rows.length - this.#bodyHeight);
    const top = Math.min(this.#top, last);
    if (this.#selected < 0) return top;
    return Math.min(last, Math.max(Math.min(top, this.#selected), this.#selected - this.#bodyHeight + 1));
  }

  #paintRow(row: TableRow): CachedRow {
    const isSelected = row.id === this.#selectedId;
    const isMarked = this.#marks.has(row.id);
    const look = `${isSelected ? (this.#isFocused ? 'focused' : 'selected') : ''} ${isMarked ? 'marked' : ''}`;
    const cached = this.#cache.get(row.id);
    if (cached?.row === row && cached.look === look) return cached;
    const selectedStyle = this.#isFocused ? this.#theme.selected : this.#theme.selectedBlurred;
    const styles = [isMarked ? this.#theme.marked : '', isSelected ? selectedStyle : ''];
    const style = styles.filter((part) => part !== '').join(';');
    return { row, look, painted: paintRow(row, this.#columns, this.#widths, { isSelected, isMarked, style }) };
  }

  #paintPlaceholder(width: number): PaintedRow {
    const { text, cells } = fitText(this.#placeholder, Math.max(0, width - gutterWidth));
    return { text: ' '.repeat(gutterWidth) + text, cells: gutterWidth + cells };
  }

  #moveTo(place: number): void {
    this.#selected = place;
    const id = this.#rows[place]?.id;
    if (id === this.#selectedId) return;
    this.#selectedId = id;
    this.#repaint();
    this.#onSelect(id);
  }
}
