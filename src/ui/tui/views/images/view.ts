import type { ImageSummary } from '../../../../core/api/index.ts';
import { displayText } from '../../../words/display-text.ts';
import { joinShellWords } from '../../../words/shell-words.ts';
import { timeText } from '../../present/time-text.ts';
import { fetchedItems } from '../../state/fetched.ts';
import type { View } from '../view.ts';
import { imageColumns } from './columns.ts';
import { historyTab } from './history-tab.ts';
import { imageBindings } from './keys.ts';

export const imagesView: View<ImageSummary> = {
  id: 'images',
  title: 'Images',
  noun: ['image', 'images'],
  columns: imageColumns,
  bindings: imageBindings,
  tabs: [
    historyTab,
    {
      id: 'inspect',
      title: 'Inspect',
      surface: 'document',
      load: async (engine, { name }) => await engine.inspectImage(name),
    },
  ],
  items: (state) => fetchedItems(state, 'images'),
  // Two names may be of one image.
  idOf: ({ name }) => name,
  nameOf: ({ name }) => name,
  fieldsOf: ({ name, id, command }) => ({ name, id, command: command.join(' ') }),
  ageSince: ({ createdAt }) => createdAt,
  factsOf: ({ createdAt, command }) => [
    { text: `made ${timeText(createdAt)}`, token: 'plain' },
    { text: `runs ${displayText(joinShellWords(command)) || 'nothing of its own'}`, token: 'faint' },
  ],
  whenEmpty: ['No images yet', 'Press p to pull one.', '', '? shows every key · q quits'],
  fetch: async (engine) => await engine.listImages(),
};
