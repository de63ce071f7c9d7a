import xterm from '@xterm/headless';
import type { InputEvent } from '../input/event.ts';
import type { TextSearch } from '../log/text-search.ts';
import type { PaintedRow, Painter, SurfaceCursor } from '../surface/painter.ts';
import { CellRowPainter } from './cell-row.ts';
import { CopyMode } from './copy-mode.ts';
import { DirtyRows } from './dirty-rows.ts';
import { scrollsAsWhole } from './emulator-state.ts';
import { OutputQueue } from './output-queue.ts';
import { PrivateModes } from './private-modes.ts';
import { ScrollbackSearch } from './scrollback-search.ts';
import type { TerminalInput } from './terminal-input.ts';
import { encodeKey, encodeMouse, encodePaste } from './terminal-keys.ts';
import { applyUnicodeWidths } from './unicode-widths.ts';
import { withoutUnseenLines } from './unseen-lines.ts';

export interface TerminalPaneOptions {
  /** Size until the pane is first painted. */
  readonly columns: number;
  readonly rows: number;
  readonly scrollbackLines?: number;
  /** Where keys, pastes and the terminal's replies go. */
  readonly send: (data: string) => void;
  readonly onResize?: (columns: number, rows: number) => void;
  /** The title the program set: untrusted text. */
  readonly onTitle?: (title: string) => void;
  readonly onBell?: () => void;
  /** True: more came than was parsed yet, stop reading. False: go on. */
  readonly onFlow?: (isPaused: boolean) => void;
  readonly detachKeys?: readonly string[];
}

/** How long a program may hold back what it draws. */
const longestHoldMs = 150;

/** A program's terminal in a pane: its bytes go into an emulator, whose changed rows are painted. */
export class TerminalPane implements Painter, TerminalInput {
  readonly detachKeys: readonly string[] | undefined;
  readonly #options: TerminalPaneOptions;
  readonly #terminal: xterm.Terminal;
  readonly #modes: PrivateModes;
  readonly #cells: CellRowPainter;
  readonly #dirty: DirtyRows;
  readonly #copyMode: CopyMode;
  readonly #search: ScrollbackSearch;
  readonly #queue: OutputQueue;
  #rows: PaintedRow[] = [];
  /** The first line shown while the reader looks back; it moves with the scrollback. */
  #anchor: xterm.IMarker | undefined;
  #hasEnded = false;
  #heldBack: NodeJS.Timeout | undefined;
  #repaint: () => void = () => undefined;

  constructor(options: TerminalPaneOptions) {
    const { columns, rows, scrollbackLines = 5000 } = options;
    this.#options = options;
    this.detachKeys = options.detachKeys;
    this.#terminal = new xterm.Terminal({ cols: columns, rows, scrollback: scrollbackLines, allowProposedApi: true });
    applyUnicodeWidths(this.#terminal);
    this.#modes = new PrivateModes(this.#terminal);
    this.#cells = new CellRowPainter(this.#terminal.buffer.active.getNullCell());
    this.#dirty = new DirtyRows(this.#terminal);
    this.#copyMode = new CopyMode(this.#terminal);
    this.#search = new ScrollbackSearch(this.#terminal);
    this.#queue = new OutputQueue({
      reduce: (output) => this.#reduce(output, scrollbackLines),
      parse: (output) => this.#parse(output),
      onFlow: (isPaused) => options.onFlow?.(isPaused),
    });
    this.#terminal.onData((reply) => this.#send(reply));
    this.#terminal.onTitleChange((title) => options.onTitle?.(title));
    this.#terminal.onBell(() => options.onBell?.());
  }

  /** What the program wrote. */
  write(data: Uint8Array): void {
    this.#queue.add(data);
  }

  /** Resolves when little enough is left to parse: wait for it before reading more. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  input(event: InputEvent): boolean {
    if (this.#hasEnded) return false;
    const { modes } = this.#terminal;
    if (event.kind === 'mouse') {
      const report = encodeMouse(event, modes.mouseTrackingMode, this.#modes.hasSgrMouse);
      this.#send(report);
      return report !== '';
    }
    if (event.kind === 'focus') {
      if (modes.sendFocusMode) this.#send(event.focused ? '\u001b[I' : '\u001b[O');
      return true;
    }
    this.scrollToEnd();
    if (event.kind === 'key') this.#send(encodeKey(event, modes.applicationCursorKeysMode));
    else if (event.kind === 'paste') this.#send(encodePaste(event.text, modes.bracketedPasteMode));
    else this.#send(event.raw);
    return true;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The program is gone: its output stays, its cursor and its keys go. */
  end(): void {
    this.#queue.flush();
    this.#hasEnded = true;
    this.#repaint();
  }

  /** Lines above the newest screen that the reader looks back by; 0 at the end. */
  get scrollback(): number {
    const { baseY } = this.#terminal.buffer.active;
    return this.#anchor ? Math.max(0, baseY - Math.max(0, this.#anchor.line)) : 0;
  }

  /** Begins to choose lines, at the lowest one in sight. What the program writes meanwhile waits. */
  startChoosing(): void {
    const { active } = this.#terminal.buffer;
    this.#queue.hold();
    this.#copyMode.start(active.baseY - this.scrollback + this.#terminal.rows - 1);
    this.#dirty.all();
    this.#repaint();
  }

  /** The chosen lines; empty when none are. */
  chosenText(): string {
    return this.#copyMode.isActive ? this.#copyMode.text() : '';
  }

  stopChoosing(): void {
    if (!this.#copyMode.isActive) return;
    this.#copyMode.end();
    this.#queue.release();
    this.#dirty.all();
    this.#repaint();
  }

  /** Marks what matches; nothing more with undefined. */
  setSearch(search: TextSearch | undefined): void {
    if (!search && !this.#search.isActive) return;
    this.#search.set(search);
    this.#dirty.all();
    this.#repaint();
  }

  /** Goes to the next line up (-1) or down (1) that matches, from the last one in sight. False when there is none. */
  find(direction: 1 | -1): boolean {
    const { baseY } = this.#terminal.buffer.active;
    const top = baseY - this.scrollback;
    const bottom = top + this.#terminal.rows - 1;
    const line = this.#search.find(direction, direction < 0 ? bottom : top);
    if (line === undefined) return false;
    if (this.#copyMode.isActive) this.scroll(line - this.#copyMode.line);
    // In the middle, where it was not in sight: what is around it says what it is.
    else if (line < top || line > bottom) this.#look(line - top - Math.floor(this.#terminal.rows / 2));
    return true;
  }

  /** Looks back (negative) or forward by rows; while lines are chosen, by their end. */
  scroll(rows: number): void {
    if (!this.#copyMode.isActive) {
      this.#look(rows);
      return;
    }
    const { baseY } = this.#terminal.buffer.active;
    const line = this.#copyMode.move(rows);
    const top = baseY - this.scrollback;
    const bottom = top + this.#terminal.rows - 1;
    this.#look(Math.min(0, line - top) + Math.max(0, line - bottom));
  }

  #look(rows: number): void {
    const { active } = this.#terminal.buffer;
    const first = Math.max(0, active.baseY - this.scrollback + rows);
    this.#anchor?.dispose();
    const isAtEnd = first >= active.baseY;
    // A marker is placed relative to the cursor's line.
    this.#anchor = isAtEnd ? undefined : this.#terminal.registerMarker(first - active.baseY - active.cursorY);
    this.#dirty.all();
    this.#repaint();
  }

  page(pages: number): void {
    this.scroll(pages * Math.max(1, this.#terminal.rows - 1));
  }

  scrollToEnd(): void {
    if (this.#anchor) this.scroll(this.scrollback);
  }

  /** All lines, scrollback included, without colours: for searching and copying. */
  lines(): readonly string[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? '');
  }

  attach(repaint: () => void): void {
    this.#repaint = repaint;
  }

  detach(): void {
    this.#repaint = () => undefined;
  }

  paint(width: number, height: number): readonly PaintedRow[] {
    this.#resize(width, height);
    const { active } = this.#terminal.buffer;
    const first = active.baseY - this.scrollback;
    for (const y of this.#dirty.take(active, first, height)) {
      const line = active.getLine(first + y);
      const found = this.#search.isActive ? this.#search.paint(line, width) : undefined;
      const painted = this.#copyMode.paint(first + y, width) ?? found ?? this.#cells.paint(line, width);
      if (painted.text !== this.#rows[y]?.text) this.#rows[y] = painted;
    }
    this.#rows.length = height;
    return this.#rows;
  }

  cursor(): SurfaceCursor | undefined {
    const { active } = this.#terminal.buffer;
    if (this.#hasEnded || !this.#modes.isCursorVisible || this.scrollback > 0) return undefined;
    const { cursorShape: shape, isCursorBlinking: blinking } = this.#modes;
    return { x: active.cursorX, y: active.cursorY, shape, blinking };
  }

  dispose(): void {
    this.#hasEnded = true;
    clearTimeout(this.#heldBack);
    this.#queue.stop();
    this.#terminal.dispose();
  }

  #reduce(output: Uint8Array, scrollbackLines: number): Uint8Array {
    // From the first row down to the last, and then so many more that nothing is left of what was there.
    const lines = scrollbackLines + 2 * this.#terminal.rows;
    return scrollsAsWhole(this.#terminal) ? withoutUnseenLines(output, lines) : output;
  }

  #parse(output: Uint8Array): void {
    // The emulator parses at once what follows user input, else a millisecond later; empty input asks for the former.
    this.#terminal.input('', true);
    this.#terminal.write(output);
    this.#showOutput();
  }

  /** Shows what was parsed, but not half of what the program wants seen as one (DECSET 2026), unless it forgot. */
  #showOutput(): void {
    clearTimeout(this.#heldBack);
    if (this.#terminal.modes.synchronizedOutputMode) {
      this.#heldBack = setTimeout(() => this.#repaint(), longestHoldMs);
    } else this.#repaint();
  }

  #resize(width: number, height: number): void {
    // The emulator has no narrower terminal.
    const columns = Math.max(2, width);
    if (columns === this.#terminal.cols && height === this.#terminal.rows) return;
    this.#terminal.resize(columns, height);
    this.#dirty.all();
    if (!this.#hasEnded) this.#options.onResize?.(columns, height);
  }

  #send(data: string): void {
    if (data !== '' && !this.#hasEnded) this.#options.send(data);
  }
}
