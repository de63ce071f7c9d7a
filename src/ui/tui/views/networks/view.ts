import type { NetworkSummary } from '../../../../core/api/index.ts';
import { displayText } from '../../../words/display-text.ts';
import { fetchedItems } from '../../state/fetched.ts';
import type { View, ViewColumn } from '../view.ts';
import { networkBindings } from './keys.ts';

const networkColumns: readonly ViewColumn<NetworkSummary>[] = [
  {
    id: 'name',
    title: 'name',
    width: { least: 4, most: 32, shrunk: 12, weight: 2 },
    cell: ({ name, isDefault }) => (isDefault ? `${name} (default)` : name),
  },
  {
    id: 'subnet',
    title: 'subnet',
    width: { least: 6, most: 40, shrunk: 14 },
    cell: ({ subnets }) => subnets.join(' '),
  },
  {
    id: 'containers',
    title: 'containers',
    width: { least: 10, weight: 2 },
    cell: ({ containers }) => containers.join(' '),
    sortKey: ({ containers }) => -containers.length,
  },
  { id: 'reaches', title: 'reaches', width: 12, dispensable: 2, cell: ({ isolation }) => reachText[isolation] },
  { id: 'driver', title: 'driver', width: 8, dispensable: 1, cell: ({ driver }) => ({ text: driver, as: 'faint' }) },
  { id: 'bridge', title: 'bridge', width: 13, dispensable: 3, cell: ({ bridge }) => ({ text: bridge, as: 'faint' }) },
];

const reachText: Readonly<Record<NetworkSummary['isolation'], string>> = {
  networks: 'the world',
  internal: 'this host',
  none: 'everything',
};

export const networksView: View<NetworkSummary> = {
  id: 'networks',
  title: 'Networks',
  noun: ['network', 'networks'],
  columns: networkColumns,
  bindings: networkBindings,
  tabs: [
    {
      id: 'inspect',
      title: 'Inspect',
      surface: 'document',
      load: async (engine, { name }) => await engine.inspectNetwork(name),
    },
  ],
  items: (state) => fetchedItems(state, 'networks'),
  idOf: ({ name }) => name,
  nameOf: ({ name }) => name,
  fieldsOf: ({ name, driver, subnets, containers }) => ({
    ...{ name, driver, subnet: subnets.join(' '), containers: containers.join(' ') },
  }),
  labelsOf: ({ labels }) => labels,
  factsOf: ({ subnets, gateways, message }) => [
    { text: `${subnets.join(', ') || 'no subnet'} · gateway ${gateways.join(', ') || 'none'}`, token: 'plain' },
    ...(message === '' ? [] : [{ text: displayText(message), token: 'warning' } as const]),
  ],
  whenEmpty: ['No networks yet', 'Press n to make one; the default one comes with the first container on it.'],
  fetch: async (engine) => await engine.listNetworks(),
  isOutdatedBy: ({ kind }) => kind === 'network' || kind === 'snapshot',
};
