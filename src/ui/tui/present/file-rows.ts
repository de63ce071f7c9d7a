import type { FileChange, FileFacts } from '../../../core/api/index.ts';
import { sizeText } from '../../words/size.ts';
import type { TableColumn, TableRow } from '../table/table-row.ts';
import { sgrStyle } from '../theme/sgr-style.ts';
import type { Theme, Token } from '../theme/theme.ts';
import { timeText } from './time-text.ts';

export const fileColumns: readonly TableColumn[] = [
  { title: 'MODE', width: 10, dispensable: 3 },
  { title: 'OWNER', width: 9, align: 'right', dispensable: 2 },
  { title: 'SIZE', width: 8, align: 'right' },
  { title: 'CHANGED', width: 19, dispensable: 1 },
  { title: 'NAME', width: { min: 10, weight: 1 } },
];

export const changeColumns: readonly TableColumn[] = [
  { title: 'SINCE', width: 9 },
  { title: 'PATH', width: { min: 10, weight: 1 } },
];

const kindLetters: Readonly<Record<FileFacts['kind'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  character: 'c',
  block: 'b',
  fifo: 'p',
  socket: 's',
};

const permissionLetters = [...'rwxrwxrwx'];

/** `drwxr-xr-x`, as ls(1) has it. */
function modeText({ kind, mode }: FileFacts): string {
  const bits = permissionLetters.map((letter, place) => (mode & (1 << (8 - place)) ? letter : '-'));
  return kindLetters[kind] + bits.join('');
}

/** A name of a directory. */
export function fileRow(facts: FileFacts): TableRow {
  const { name, kind, uid, gid, sizeBytes, modifiedAt, linkTarget } = facts;
  const shown = kind === 'directory' ? `${name}/` : linkTarget === undefined ? name : `${name} -> ${linkTarget}`;
  const size = kind === 'file' ? sizeText(sizeBytes) : '';
  return { id: name, cells: [modeText(facts), `${uid}:${gid}`, size, timeText(modifiedAt), shown] };
}

export function directoriesFirst(a: FileFacts, b: FileFacts): number {
  const rank = ({ kind }: FileFacts): number => (kind === 'directory' ? 0 : 1);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

const changeWords: Readonly<Record<FileChange['kind'], readonly [words: string, as: Token]>> = {
  added: ['+ added', 'good'],
  changed: ['~ changed', 'pending'],
  deleted: ['- deleted', 'error'],
};

/** A path that is not as the image has it. */
export function changeRow({ kind, path }: FileChange, theme: Theme): TableRow {
  const [text, as] = changeWords[kind];
  return { id: path, cells: [{ text, style: sgrStyle(theme[as]) }, path] };
}
