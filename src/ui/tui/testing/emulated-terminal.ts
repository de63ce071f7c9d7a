import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';
import type { TerminalOutput } from '../compositor/compositor.ts';
import { applyUnicodeWidths } from '../terminal/unicode-widths.ts';

/** An output for tests that shows what a terminal would make of what is written. */
export class EmulatedTerminal extends EventEmitter implements TerminalOutput {
  readonly terminal: xterm.Terminal;
  readonly writes: string[] = [];

  constructor(columns: number, rows: number) {
    super();
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    applyUnicodeWidths(this.terminal);
  }

  get columns(): number {
    return this.terminal.cols;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  write(data: string): boolean {
    this.writes.push(data);
    this.terminal.write(data);
    return true;
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    this.emit('resize');
  }

  /** The rows without blanks at their ends, once everything due was drawn. */
  async lines(): Promise<readonly string[]> {
    await new Promise((resolve) => setTimeout(resolve, 40));
    await new Promise<void>((resolve) => this.terminal.write('', resolve));
    const { active } = this.terminal.buffer;
    return Array.from({ length: this.rows }, (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '');
  }
}
