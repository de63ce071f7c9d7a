import { displayText } from '../../../words/display-text.ts';
import { timeText } from '../../present/time-text.ts';
import { fetchedItems } from '../../state/fetched.ts';
import { ageColumn, nameColumn } from '../shared-columns.ts';
import type { View, ViewColumn } from '../view.ts';
import { volumeBindings } from './keys.ts';
import { type ListedVolume, listVolumes } from './listed-volume.ts';

const volumeColumns: readonly ViewColumn<ListedVolume>[] = [
  nameColumn({ least: 4, most: 64, shrunk: 14, weight: 3 }),
  {
    id: 'used',
    title: 'used by',
    width: { least: 7, weight: 2 },
    cell: ({ users }) => (users.length === 0 ? { text: 'nobody', as: 'faint' } : users.join(' ')),
    sortKey: ({ users }) => -users.length,
  },
  ageColumn(),
  {
    id: 'kind',
    title: 'kind',
    width: 9,
    dispensable: 1,
    cell: ({ anonymous }) => ({ text: anonymous ? 'anonymous' : 'named', as: 'faint' }),
  },
];

export const volumesView: View<ListedVolume> = {
  id: 'volumes',
  title: 'Volumes',
  noun: ['volume', 'volumes'],
  columns: volumeColumns,
  bindings: volumeBindings,
  tabs: [
    {
      id: 'inspect',
      title: 'Inspect',
      surface: 'document',
      load: async (engine, { name }) => await engine.inspectVolume(name),
    },
  ],
  items: (state) => fetchedItems(state, 'volumes'),
  idOf: ({ name }) => name,
  nameOf: ({ name }) => name,
  fieldsOf: ({ name, users, anonymous, mountpoint }) => ({
    ...{ name, used: users.join(' '), kind: anonymous ? 'anonymous' : 'named', mountpoint },
  }),
  labelsOf: ({ labels }) => labels,
  ageSince: ({ createdAt }) => createdAt,
  factsOf: ({ createdAt, users, mountpoint }) => [
    { text: `made ${timeText(createdAt)} · ${displayText(users.join(', ')) || 'nobody'} has it`, token: 'plain' },
    { text: displayText(mountpoint), token: 'faint' },
  ],
  whenEmpty: ['No volumes yet', 'Press n to make one; -v NAME:/path of a container makes it by itself.'],
  fetch: listVolumes,
  // The engine tells nothing of volumes; containers bring them and let them go.
  isOutdatedBy: (event) =>
    event.kind === 'snapshot' || (event.kind === 'container' && ['created', 'removed', 'changed'].includes(event.type)),
};
