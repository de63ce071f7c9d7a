import type { Terminal } from '@xterm/headless';
import { cutText } from '../../text/cut-text.ts';
import { LineSelection } from '../../text/line-selection.ts';
import { styleSequence } from '../../text/style.ts';
import type { PaintedRow } from '../surface/painter.ts';

const inverse = styleSequence('7');

/** Lines of a terminal that are chosen for copying, those of the scrollback included. */
export class CopyMode {
  readonly #terminal: Terminal;
  readonly #selection = new LineSelection();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get isActive(): boolean {
    return this.#selection.isActive;
  }

  start(line: number): void {
    this.#selection.start(Math.min(line, this.#lastLine));
  }

  /** Where the end of the choice is. */
  get line(): number {
    return this.#selection.cursor;
  }

  /** Moves the end of the choice; gives its line. */
  move(lines: number): number {
    return this.#selection.move(lines, 0, this.#lastLine);
  }

  end(): void {
    this.#selection.end();
  }

  /** The chosen lines, as the program wrote them: what was only wrapped is one line. */
  text(): string {
    const [first, last] = this.#selection.range;
    const { active } = this.#terminal.buffer;
    let text = '';
    for (let y = first; y <= last; y++) {
      const isContinued = active.getLine(y + 1)?.isWrapped === true;
      text += active.getLine(y)?.translateToString(!isContinued) ?? '';
      if (!isContinued || y === last) text += '\n';
    }
    return text;
  }

  /** The row of a chosen line; undefined for another one. */
  paint(line: number, width: number): PaintedRow | undefined {
    if (!this.#selection.includes(line)) return undefined;
    const { text, cells } = cutText(this.#terminal.buffer.active.getLine(line)?.translateToString(true) ?? '', width);
    return { text: inverse + text + ' '.repeat(Math.max(0, width - cells)), cells: width };
  }

  get #lastLine(): number {
    return this.#terminal.buffer.active.length - 1;
  }
}
