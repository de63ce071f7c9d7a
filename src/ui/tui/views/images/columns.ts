import type { ImageSummary } from '../../../../core/api/index.ts';
import { joinShellWords } from '../../../words/shell-words.ts';
import { sizeText } from '../../../words/size.ts';
import { ageColumn, nameColumn } from '../shared-columns.ts';
import type { ViewColumn } from '../view.ts';

export const imageColumns: readonly ViewColumn<ImageSummary>[] = [
  nameColumn({ least: 4, most: 48, shrunk: 16, weight: 4 }),
  {
    id: 'size',
    title: 'size',
    width: 8,
    align: 'right',
    cell: ({ sizeBytes }) => sizeText(sizeBytes),
    sortKey: ({ sizeBytes }) => -sizeBytes,
  },
  ageColumn(),
  {
    id: 'id',
    title: 'id',
    width: 12,
    dispensable: 2,
    cell: ({ id }) => ({ text: id.replace(/^\w+:/, '').slice(0, 12), as: 'faint' }),
  },
  {
    id: 'command',
    title: 'command',
    width: { least: 7, weight: 2 },
    dispensable: 1,
    cell: ({ command }) => joinShellWords(command),
  },
];
