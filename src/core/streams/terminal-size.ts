import type { TerminalSize } from '../api/container.ts';
import { ConmanError } from '../errors/index.ts';

/** What a winsize of ioctl_tty(2) can hold. */
const maxCells = 65_535;

export function expectTerminalSize({ columns, rows }: TerminalSize): void {
  if (isCellCount(columns) && isCellCount(rows)) return;
  throw new ConmanError('invalid-argument', `a terminal cannot have ${columns} columns and ${rows} rows`);
}

export function isTerminalSize({ columns, rows }: TerminalSize): boolean {
  return isCellCount(columns) && isCellCount(rows);
}

function isCellCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= maxCells;
}
