import { fitText } from '../../text/fit-text.ts';
import type { Token } from '../theme/theme.ts';
import type { HeaderModel, ViewName } from './header-model.ts';

/** A part of the first line and the column where it begins. */
export interface HeaderPart {
  readonly x: number;
  readonly text: string;
  readonly as: Token;
  /** The view that a click on it shows. */
  readonly viewId?: string;
}

type Piece = Omit<HeaderPart, 'x'>;
/** Pieces without a gap between them. */
type Group = readonly Piece[];

type ViewsLook = 'names' | 'numbers' | 'digits' | 'none';

interface Look {
  readonly program: boolean;
  readonly version: boolean;
  readonly hostCells: number;
  readonly counts: boolean;
  readonly views: ViewsLook;
  /** With the runtime and its version, not only a sign. */
  readonly runtime: boolean;
}

const gap = 2;
const margin = 1;
const all: Look = { program: true, version: true, hostCells: 40, counts: true, views: 'names', runtime: true };

/** What is given up, one after the other, where there is no room: what is known anyway before what may change. */
const savings: readonly Partial<Look>[] = [
  { version: false },
  { views: 'numbers' },
  { hostCells: 16 },
  { program: false },
  { runtime: false },
  { hostCells: 0 },
  { views: 'digits' },
  { counts: false },
  { views: 'none' },
];

/** Progress is worth that much of the line before anything is given up for it. */
const leastProgressCells = 24;

/**
 * The first line: what this is and where, how much of it runs, which list is shown, what goes on, and at the right
 * whether it is alive, which is never given up.
 */
export function headerLine(header: HeaderModel, width: number): readonly HeaderPart[] {
  const progressCells = Math.min(cellsIn(header.progress), leastProgressCells);
  const look = fittingLook(header, width - (progressCells > 0 ? progressCells + gap : 0));
  const { text, as } = connectionPiece(header, look);
  const connection = fitText(text, Math.max(0, width - margin));
  const end = Math.max(0, width - margin - connection.cells);
  const left = placed(groupsOf(header, look), margin);
  const next = left.reduce((x, part) => Math.max(x, part.x + cellsIn(part.text) + gap), margin);
  const progress = fitText(header.progress, Math.max(0, end - gap - next));
  const shown = progress.cells > 0 ? [{ x: next, text: progress.text, as: 'pending' } as const] : [];
  return [...left, ...shown, { x: end, text: connection.text, as }];
}

/** That all is well takes one sign where there is no room; that it is not is always said in words. */
function connectionPiece({ connection: { text, token } }: HeaderModel, { runtime }: Look): Piece {
  return { text: runtime || token !== 'good' ? text : text.slice(0, 1), as: token };
}

function fittingLook(header: HeaderModel, width: number): Look {
  let look = all;
  for (const saving of savings) {
    const cells = cellsOf(groupsOf(header, look)) + gap + cellsIn(connectionPiece(header, look).text) + 2 * margin;
    if (cells <= width) return look;
    look = { ...look, ...saving };
  }
  return look;
}

function groupsOf(header: HeaderModel, look: Look): readonly Group[] {
  const { version, host, counts, views } = header;
  const one = (text: string, as: Token, isShown: boolean): Group => (isShown && text !== '' ? [{ text, as }] : []);
  return [
    one('conman', 'program', look.program),
    one(version, 'faint', look.version),
    one(fitText(host, look.hostCells).text, 'plain', look.hostCells > 0),
    one(counts, 'plain', look.counts),
    look.views === 'none' ? [] : viewPieces(views, look.views),
  ].filter((group) => group.length > 0);
}

/** `1 Containers [2 Images]`, `1 [2 Images] 3 4` where the names have no room, `1 [2] 3 4` where none has. */
function viewPieces(views: readonly ViewName[], look: ViewsLook): Group {
  return views.map(({ id, title, isInFront }, index): Piece => {
    const isNamed = look === 'names' || (look === 'numbers' && isInFront);
    const words = isNamed ? `${index + 1} ${title}` : String(index + 1);
    const text = isInFront ? `[${words}]` : words;
    return { text: `${text}${index < views.length - 1 ? ' ' : ''}`, as: isInFront ? 'heading' : 'faint', viewId: id };
  });
}

function cellsOf(groups: readonly Group[]): number {
  const cells = groups.reduce((sum, group) => sum + group.reduce((inner, { text }) => inner + cellsIn(text), 0), 0);
  return cells + gap * Math.max(0, groups.length - 1);
}

const cellsIn = (text: string): number => fitText(text, text.length * 2).cells;

function placed(groups: readonly Group[], start: number): readonly HeaderPart[] {
  let x = start;
  return groups.flatMap((group) => {
    const parts = group.map((piece): HeaderPart => {
      const part = { ...piece, x };
      x += cellsIn(piece.text);
      return part;
    });
    x += gap;
    return parts;
  });
}
