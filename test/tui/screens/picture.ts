import type { Cell } from '../../fixtures/screen.ts';

/** What cells look like, by a letter each: a line of golden/looks.txt has the looks of one letter in every theme. */
export class Looks {
  readonly #letters: Map<string, string>;

  constructor(kept: string) {
    const lines = kept.split('\n').filter((line) => line !== '');
    this.#letters = new Map(lines.map((line) => [line.slice(2), line.slice(0, 1)]));
  }

  /** The letter of a cell, given as it is in each of the themes; a new one for looks that nobody kept. */
  letter(cells: readonly Cell[]): string {
    const looks = cells.map(look).join(' | ');
    const known = this.#letters.get(looks);
    if (known !== undefined) return known;
    const letter = alphabet[this.#letters.size] ?? '?';
    this.#letters.set(looks, letter);
    return letter;
  }

  toString(): string {
    return [...this.#letters].map(([looks, letter]) => `${letter} ${looks}\n`).join('');
  }
}

const alphabet = '.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function look({ foreground, background, attributes }: Cell): string {
  const colours = background === 'default' ? foreground : `${foreground} on ${background}`;
  return [colours, attributes].filter(Boolean).join(' ');
}

/** `.52b4`: letters and how often each comes, those of plain cells at the end left out. */
export function shortened(row: string): string {
  return row.replace(/\.+$/, '').replace(/(.)\1*/gu, (run, letter: string) => `${letter}${run.length}`);
}

const asAbove = '"';
const rule = '~'.repeat(20);

function withoutRepeats(rows: readonly string[]): readonly string[] {
  return rows.map((row, y) => (y > 0 && row !== '' && row === rows[y - 1] ? asAbove : row));
}

/** Text, then looks. A row that is as the one above is a `"`. */
export function picture(lines: readonly string[], looks: readonly string[]): string {
  return `${[...withoutRepeats(lines), rule, ...withoutRepeats(looks.map(shortened))].join('\n')}\n`;
}

/** The text of a picture as rows. */
export function textOf(kept: string): readonly string[] {
  const [text = ''] = kept.split(`${rule}\n`);
  const lines: string[] = [];
  for (const row of text.replace(/\n$/, '').split('\n')) lines.push(row === asAbove ? (lines.at(-1) ?? '') : row);
  return lines;
}
