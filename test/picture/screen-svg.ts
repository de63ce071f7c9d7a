import type { Cell } from '../fixtures/screen.ts';

const cellWidth = 8.4;
const cellHeight = 18;
const padding = 12;
const background = '#16181d';
const foreground = '#d6d9e0';
/** The 16 colours of a quiet dark terminal; 16 to 255 follow xterm's cube and grey ramp. */
const basic = [
  ...['#2b2f38', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#c8ccd4'],
  ...['#5c6370', '#ff7a85', '#b5e890', '#ffd68a', '#7fc4ff', '#df9af5', '#6fd6e2', '#ffffff'],
];

/** A screen as an SVG picture, cell by cell, so that the picture in the documents is the program's own output. */
export function screenSvg(rows: readonly (readonly Cell[])[]): string {
  const width = Math.max(...rows.map((row) => row.length)) * cellWidth + 2 * padding;
  const height = rows.length * cellHeight + 2 * padding;
  const body = rows.map((row, y) => rowSvg(row, y)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width.toFixed(0)}" height="${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, monospace" font-size="14" xml:space="preserve">
<rect width="100%" height="100%" rx="8" fill="${background}"/>
${body}
</svg>
`;
}

function rowSvg(row: readonly Cell[], y: number): string {
  const top = padding + y * cellHeight;
  return runs(row)
    .map(({ start, cells, text }) => {
      const style = styleOf(cells);
      const x = (padding + start * cellWidth).toFixed(1);
      const length = (cells.reduce((sum, cell) => sum + cell.width, 0) * cellWidth).toFixed(1);
      const box =
        style.background === background
          ? ''
          : `<rect x="${x}" y="${top}" width="${length}" height="${cellHeight}" fill="${style.background}"/>`;
      if (text.trim() === '') return box;
      const attributes = `fill="${style.foreground}"${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' opacity="0.6"' : ''}`;
      return `${box}<text x="${x}" y="${top + 13.5}" textLength="${length}" ${attributes}>${escapeXml(text)}</text>`;
    })
    .join('');
}

interface Run {
  readonly start: number;
  readonly cells: Cell[];
  text: string;
}

/** Neighbouring cells of one style. */
function runs(row: readonly Cell[]): Run[] {
  const found: Run[] = [];
  row.forEach((cell, x) => {
    if (cell.width === 0) return;
    const last = found.at(-1);
    if (last?.cells[0] !== undefined && styleKey(last.cells[0]) === styleKey(cell)) {
      last.cells.push(cell);
      last.text += cell.chars;
    } else {
      found.push({ start: x, cells: [cell], text: cell.chars });
    }
  });
  return found;
}

function styleKey({ foreground, background, attributes }: Cell): string {
  return `${foreground} ${background} ${attributes}`;
}

function styleOf(cells: readonly Cell[]) {
  const { foreground: fore = 'default', background: back = 'default', attributes = '' } = cells[0] ?? {};
  const [front, behind] = [colour(fore, foreground), colour(back, background)];
  const inverse = attributes.includes('inverse');
  return {
    foreground: inverse ? behind : front,
    background: inverse ? front : behind,
    bold: attributes.includes('bold'),
    dim: attributes.includes('dim'),
  };
}

function colour(name: string, otherwise: string): string {
  if (name === 'default') return otherwise;
  if (name.startsWith('#')) return name;
  const index = Number(name);
  const known = basic[index];
  if (known !== undefined) return known;
  if (index >= 232) return rgb(8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10);
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
  const cube = index - 16;
  return rgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

function rgb(...parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
