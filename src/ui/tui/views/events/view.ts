import { clockText } from '../../present/time-text.ts';
import type { View, ViewColumn } from '../view.ts';
import type { EventEntry } from './event-entry.ts';

const eventColumns: readonly ViewColumn<EventEntry>[] = [
  {
    id: 'time',
    title: 'time',
    width: 8,
    cell: ({ at }) => ({ text: clockText(at), as: 'timestamp' }),
    sortKey: ({ at }) => at,
  },
  { id: 'kind', title: 'kind', width: { least: 5, most: 9 }, dispensable: 1, cell: ({ kind }) => kind },
  { id: 'event', title: 'event', width: { least: 7, most: 10 }, cell: ({ type }) => type },
  { id: 'about', title: 'about', width: { least: 5, most: 32, shrunk: 12, weight: 2 }, cell: ({ about }) => about },
  {
    id: 'note',
    title: 'note',
    width: { least: 6, weight: 3 },
    dispensable: 2,
    cell: ({ note }) => ({ text: note, as: 'faint' }),
  },
];

export const eventsView: View<EventEntry> = {
  id: 'events',
  title: 'Events',
  noun: ['event', 'events'],
  columns: eventColumns,
  bindings: [],
  tabs: [{ id: 'inspect', title: 'Event', surface: 'document', load: async (_, { event }) => event }],
  items: ({ events }) => events,
  idOf: ({ id }) => id,
  nameOf: ({ type, about }) => `${type} ${about}`,
  fieldsOf: ({ kind, type, about, note }) => ({ kind, event: type, about, note }),
  labelsOf: ({ labels }) => labels,
  whenEmpty: ['Nothing has happened yet', 'What happens from now on is listed here.', '', '1 goes to the containers'],
};
